#include "connect/accounts/person.hpp"

#include <algorithm>

#include "api/page.hpp"
#include "base/address.hpp"
#include "connect/accounts/params.hpp"
#include "connect/accounts/requirements.hpp"
#include "connect/accounts/verification.hpp"
#include "events/events/event.hpp"
#include "instruments/tokens/token.hpp"

namespace bursar::accounts {

using namespace api;

namespace {

using PersonPatch = Patch<tokens::Person>;

json::object blank(Tx& tx, Account const& account) {
    json::object document{{"back", nullptr}, {"details", nullptr}, {"details_code", nullptr}, {"front", nullptr}};
    json::object address{{"city", nullptr},  {"country", account.country}, {"line1", nullptr},
                         {"line2", nullptr}, {"postal_code", nullptr},     {"state", nullptr}};
    json::object relationship{{"authorizer", false},     {"director", false}, {"executive", false},
                              {"legal_guardian", false}, {"owner", false},    {"percent_ownership", nullptr},
                              {"representative", false}, {"title", nullptr}};
    json::object tos{{"account", json::object{{"date", nullptr}, {"ip", nullptr}, {"user_agent", nullptr}}}};
    json::object verification{{"additional_document", document},
                              {"details", nullptr},
                              {"details_code", nullptr},
                              {"document", document},
                              {"status", "unverified"}};
    return {{"id", tx.fresh_id("person")},
            {"object", "person"},
            {"account", account.id},
            {"additional_tos_acceptances", tos},
            {"address", address},
            {"created", tx.now()},
            {"dob", json::object{{"day", nullptr}, {"month", nullptr}, {"year", nullptr}}},
            {"first_name", nullptr},
            {"id_number_provided", false},
            {"last_name", nullptr},
            {"metadata", json::object()},
            {"relationship", relationship},
            {"ssn_last_4_provided", false},
            {"verification", verification}};
}

// Files are named by test tokens (reference/connect.md: Verification), which stand for files of their own.
void take_files(Tx& tx, json::object& patch) {
    for (auto& [name, value] : patch) {
        if (auto* hash = value.if_object()) take_files(tx, *hash);
        bool is_side = name == "front" || name == "back";
        if (is_side && value.is_string() && value.as_string().starts_with("file_")) value = tx.fresh_id("file");
    }
}

void merge_metadata(json::object& person, json::value const& given) {
    MetadataParam param;
    Metadata metadata;
    kMetadataKind.read(&metadata, person["metadata"], Path{}, Source::document).value();
    kMetadataParamKind.read(&param, given, Path{}, Source::parameters).value();  // a second time
    param.apply_to(metadata);
    auto& merged = person["metadata"] = json::object();
    for (auto const& [key, text] : metadata) merged.as_object()[key] = text;
}

// As the requirements of its account name it.
std::string_view prefix_of(Account const& account, json::object const& person) {
    return account.business_type == "individual" ? std::string_view("individual") : text_at(person, "id");
}

// `path`: where the parameters stand, for the names in refusals.
Result<void> apply(Tx& tx, Account& account, json::object& person, PersonPatch const& told, Path const& path) {
    auto given = told.value;
    auto name_of = [&](std::string_view leaf) { return Path{&path, leaf}.text(); };
    if (auto email = text_at(given, "email"); !email.empty()) TRY_DO(check_email(std::string(email), name_of("email")));
    look_at(tx, account, prefix_of(account, person), given);
    for (auto secret : {"id_number", "ssn_last_4", "id_number_secondary"}) {
        if (!given.contains(secret)) continue;
        if (auto id = text_at(given, secret); id.starts_with("pii_"))
            TRY_DO(tokens::spend_details(tx, std::string(id), "pii", name_of(secret)));
        person[std::string(secret) + "_provided"] = true;
        if (std::string_view(secret) == "id_number") person["ssn_last_4_provided"] = true;
        given.erase(secret);
    }
    if (auto const* metadata = given.if_contains("metadata")) {
        merge_metadata(person, *metadata);
        given.erase("metadata");
    }
    take_files(tx, given);
    merge_into(person, given);
    if (auto phone = text_at(person, "phone");
        phone.size() == 10 && text_at(person["address"].as_object(), "country") != "AU")
        person["phone"] = "+1" + std::string(phone);
    return {};
}

json::object requirements_of(Account const& account, json::object const& person) {
    json::array due, pending, errors = errors_of(account, prefix_of(account, person));
    for (auto const& name : missing_of_person(account, person)) due.emplace_back(name);
    for (auto const& error : errors) due.push_back(error.at("requirement"));
    for (auto const& name : pending_of_person(account, person)) pending.emplace_back(name);
    return {{"alternatives", json::array()}, {"currently_due", due}, {"errors", errors},
            {"eventually_due", due},         {"past_due", due},      {"pending_verification", pending}};
}

void derive_person(Account const& account, json::object& person) {
    auto& verification = person["verification"].as_object();
    bool complete = missing_of_person(account, person).empty();
    bool document = !verification["document"].as_object()["front"].is_null();
    person["requirements"] = requirements_of(account, person);
    bool in_doubt = !person["requirements"].as_object()["errors"].as_array().empty();
    verification["status"] = in_doubt                                                          ? "unverified"
                             : account.verified.value || (document && account.country != "US") ? "verified"
                             : complete                                                        ? "pending"
                                                                                               : "unverified";
    person["future_requirements"] = person["requirements"];
    person = sorted(person);
}

bool is_representative(json::object const& person) {
    return person.at("relationship").at("representative") == json::value(true);
}

// Kept with the platform, as the account is, whoever of the two calls.
ListOf persons_in(Account const& account) { return {"person", "account", account.id}; }

void store(Tx& tx, json::object const& person, bool is_new) {
    std::string id(text_at(person, "id"));
    auto platform = tx.at_platform();
    if (is_new)
        platform.insert(id, kListedPersons, to_text(person));
    else
        platform.update(id, kListedPersons, to_text(person));
}

// The connected account hears of it.
void tell(Tx& tx, Account const& account, std::string_view type, json::object const& person,
          std::string const& before = {}) {
    Tx own = tx.at_account(account.id);
    if (before.empty())
        events::emit(own, type, to_text(person));
    else
        events::emit_change(own, type, before, to_text(person));
}

Result<json::object> person_in_path(Tx& tx, Account const& account, std::string const& id) {
    auto platform = tx.at_platform();
    auto object = platform.own(id);
    if (!object || !platform.is_in(persons_in(account), *object)) return no_such("person", id, "person", 404);
    return parse_document(object->document).as_object();
}

struct ByToken {
    std::optional<std::string> person_token;
};
FIELDS(ByToken, person_token);

// What is told of a person: by the caller, or by a token that a browser made; of what both tell, the caller's counts.
Result<PersonPatch> told_of_person(Tx& tx, json::object params) {
    json::object by;
    if (auto const* token = params.if_contains("person_token")) by["person_token"] = *token;
    params.erase("person_token");
    TRY(auto p, read_params<ByToken>(by));
    if (p.person_token) {
        TRY(auto details, tokens::spend_details(tx, *p.person_token, "person", "person_token"));
        for (auto const& [name, value] : params) details.given[name] = value;
        params = std::move(details.given);
    }
    PersonPatch told;
    TRY_DO(kind_of<PersonPatch>.read(&told, params, Path{}, Source::parameters));
    return told;
}

Result<Reply> create_call(Tx& tx, Call const& call) {
    TRY(auto account, controlled_account(tx, call.path.at(0)));
    auto before = account;
    auto person = blank(tx, account);
    TRY(auto told, told_of_person(tx, call.params));
    TRY_DO(apply(tx, account, person, told, Path{}));
    derive_person(account, person);
    store(tx, person, true);
    tell(tx, account, "person.created", person);
    save(tx, before, account);
    verify_later(tx, account);
    return Reply{200, to_text(person)};
}

Result<Reply> update_call(Tx& tx, Call const& call) {
    TRY(auto account, controlled_account(tx, call.path.at(0)));
    TRY(auto person, person_in_path(tx, account, call.path.at(1)));
    auto before = account;
    auto old = to_text(person);
    TRY(auto told, told_of_person(tx, call.params));
    TRY_DO(apply(tx, account, person, told, Path{}));
    derive_person(account, person);
    store(tx, person, false);
    tell(tx, account, "person.updated", person, old);
    save(tx, before, account);
    verify_later(tx, account);
    return Reply{200, to_text(person)};
}

Result<Reply> retrieve(Tx& tx, std::string account_id, std::string id) {
    TRY(auto account, controlled_account(tx, account_id));
    TRY(auto person, person_in_path(tx, account, id));
    return Reply{200, to_text(person)};
}

struct Roles {
    std::optional<bool> authorizer, director, executive, legal_guardian, owner, representative;
};
FIELDS(Roles, authorizer, director, executive, legal_guardian, owner, representative);

struct ListParams {
    std::optional<Patch<Roles>> relationship;
};
FIELDS(ListParams, relationship);

Result<Reply> list(Tx& tx, std::string account_id, Page page, ListParams p) {
    TRY_DO(controlled_account(tx, account_id));
    ListQuery query{.object = "person",
                    .noun = "person",
                    .url = "/v1/accounts/" + account_id + "/persons",
                    .filter = "account",
                    .value = account_id};
    if (p.relationship)
        query.matches = [wanted = p.relationship->value](json::object const& person) {
            auto const& roles = person.at("relationship").as_object();
            return std::ranges::all_of(wanted, [&](auto const& role) {
                auto const* has = roles.if_contains(role.key());
                return has && *has == role.value();
            });
        };
    auto platform = tx.at_platform();
    return list_reply(platform, page, query);
}

Result<Reply> remove(Tx& tx, std::string account_id, std::string id) {
    TRY(auto account, controlled_account(tx, account_id));
    TRY(auto person, person_in_path(tx, account, id));
    if (is_representative(person)) return refuse("", "", "You cannot delete the representative of an account.");
    auto before = account;
    tx.at_platform().update(id, kListedPersons, to_text(person), R"({"deleted":true})");
    tell(tx, account, "person.deleted", person);
    save(tx, before, account);
    return Reply{200, R"({"id":")" + id + R"(","object":"person","deleted":true})"};
}

constexpr Route kRoutes[] = {
    post<create_call, tokens::Person, ByToken>("/v1/accounts/:account/persons"),
    api::list<list>("/v1/accounts/:account/persons"),
    api::get<retrieve>("/v1/accounts/:account/persons/:id"),
    post<update_call, tokens::Person, ByToken>("/v1/accounts/:account/persons/:id"),
    del<remove>("/v1/accounts/:account/persons/:id"),
};

}  // namespace

std::vector<json::object> persons_of(Tx& tx, Account const& account) {
    std::vector<json::object> out;
    for (auto const& object : tx.at_platform().newest(persons_in(account), 100))
        out.push_back(parse_document(object->document).as_object());
    auto representative = std::ranges::find_if(out, is_representative);
    if (representative != out.end()) std::rotate(out.begin(), representative, representative + 1);
    return out;
}

Result<json::object> put_individual(Tx& tx, Account& account, Patch<tokens::Person> const& told) {
    auto existing = persons_of(tx, account);
    auto person = existing.empty() ? blank(tx, account) : existing.front();
    person["relationship"].as_object()["representative"] = true;
    TRY_DO(apply(tx, account, person, told, Path{nullptr, "individual"}));
    derive_person(account, person);
    store(tx, person, existing.empty());
    return person;
}

Result<void> put_person(Tx& tx, Account& account, std::string const& id, json::object const& params) {
    json::object person;
    std::string old;
    if (id.empty()) {
        person = blank(tx, account);
    } else {
        TRY(person, person_in_path(tx, account, id));
        old = to_text(person);
    }
    PersonPatch told;
    TRY_DO(kind_of<PersonPatch>.read(&told, params, Path{}, Source::parameters));
    TRY_DO(apply(tx, account, person, told, Path{}));
    derive_person(account, person);
    store(tx, person, id.empty());
    tell(tx, account, id.empty() ? "person.created" : "person.updated", person, old);
    return {};
}

void mark_persons_verified(Tx& tx, Account const& account) {
    for (auto& person : persons_of(tx, account)) {
        auto old = to_text(person);
        derive_person(account, person);
        store(tx, person, false);
        tell(tx, account, "person.updated", person, old);
    }
}

ResourceType const kPersons{.object = "person", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::accounts
