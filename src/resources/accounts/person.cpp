#include "resources/accounts/person.hpp"

#include <algorithm>

#include "api/page.hpp"
#include "base/address.hpp"
#include "resources/accounts/params.hpp"
#include "resources/accounts/requirements.hpp"
#include "resources/accounts/verification.hpp"
#include "resources/events/event.hpp"
#include "resources/tokens/token.hpp"

namespace bursar::accounts {

using namespace api;

namespace {

constexpr std::string_view kWritable[] = {"additional_tos_acceptances",
                                          "address",
                                          "address_kana",
                                          "address_kanji",
                                          "dob",
                                          "documents",
                                          "email",
                                          "first_name",
                                          "first_name_kana",
                                          "first_name_kanji",
                                          "full_name_aliases",
                                          "gender",
                                          "id_number",
                                          "id_number_secondary",
                                          "last_name",
                                          "last_name_kana",
                                          "last_name_kanji",
                                          "maiden_name",
                                          "metadata",
                                          "nationality",
                                          "phone",
                                          "political_exposure",
                                          "registered_address",
                                          "relationship",
                                          "ssn_last_4",
                                          "verification"};

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

bool is_number(std::string_view key) {
    return key == "day" || key == "month" || key == "year" || key == "percent_ownership" || key == "date";
}

void merge(Tx& tx, json::object& target, json::object const& from) {
    for (auto const& [key, value] : from) {
        if (value.is_object()) {
            auto& child = target[key];
            if (!child.is_object()) child = json::object();
            merge(tx, child.as_object(), value.as_object());
            continue;
        }
        std::string text = value.is_string() ? std::string(value.as_string()) : std::string();
        if (text.empty())
            target[key] = nullptr;
        else if (text == "true" || text == "false")
            target[key] = text == "true";
        else if (is_number(key))
            target[key] = std::atoll(text.c_str());
        else if ((key == "front" || key == "back") && text.starts_with("file_"))
            target[key] = tx.fresh_id("file");  // the test tokens of A.3
        else
            target[key] = text;
    }
}

// As the requirements of its account name it.
std::string_view prefix_of(Account const& account, json::object const& person) {
    return account.business_type == "individual" ? std::string_view("individual") : text_at(person, "id");
}

Result<void> apply(Tx& tx, Account& account, json::object& person, json::value const& params, Path const& path) {
    auto const* hash = params.if_object();
    if (!hash) return refuse("", path.text(), "Invalid object");
    for (auto const& [key, value] : *hash) {
        if (std::ranges::find(kWritable, std::string_view(key)) == std::end(kWritable)) {
            Path here{&path, key};
            return refuse("parameter_unknown", here.text(), "Received unknown parameter: " + here.text());
        }
        if (key == "email" && value.is_string() && !value.as_string().empty())
            TRY_DO(check_email(std::string(value.as_string()), Path{&path, key}.text()));
    }
    look_at(tx, account, prefix_of(account, person), *hash);
    json::object given = *hash;
    for (auto secret : {"id_number", "ssn_last_4", "id_number_secondary"}) {
        if (!given.contains(secret)) continue;
        if (auto id = text_at(given, secret); id.starts_with("pii_"))
            TRY_DO(tokens::spend_details(tx, std::string(id), "pii", Path{&path, secret}.text()));
        person[std::string(secret) + "_provided"] = true;
        if (std::string_view(secret) == "id_number") person["ssn_last_4_provided"] = true;
        given.erase(secret);
    }
    merge(tx, person, given);
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
store::ListKey key_of_persons(Tx& tx, Account const& account) {
    return tx.at_platform().key_of("person", "account", account.id);
}

void store(Tx& tx, Account const& account, json::object const& person, bool is_new) {
    std::string id(text_at(person, "id"));
    store::Object row{.seq = tx.seq_of(id),
                      .owner = tx.caller().platform_owner(),
                      .id = id,
                      .document = to_text(person),
                      .state = "{}"};
    if (is_new)
        tx.session().insert(row, {key_of_persons(tx, account)});
    else
        tx.session().update(row);
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
    auto object = tx.at_platform().own(id);
    if (!object || !tx.session().is_listed(key_of_persons(tx, account), object->seq))
        return no_such("person", id, "person", 404);
    return parse_document(object->document).as_object();
}

// What is told of a person: by the caller, or by a token that a browser made.
Result<json::object> told_of_person(Tx& tx, json::object params) {
    auto const* token = params.if_contains("person_token");
    if (!token || !token->is_string()) return params;
    std::string id(token->get_string());
    params.erase("person_token");
    TRY(auto told, tokens::spend_details(tx, id, "person", "person_token"));
    for (auto const& [name, value] : params) told.given[name] = value;
    return told.given;
}

// Person parameters are a hash of their own: read as a whole, then checked by apply().
Result<Reply> create_call(Tx& tx, Call const& call) {
    TRY(auto account, controlled_account(tx, call.path.at(0)));
    auto before = account;
    auto person = blank(tx, account);
    TRY(auto told, told_of_person(tx, call.params));
    TRY_DO(apply(tx, account, person, told, Path{}));
    derive_person(account, person);
    store(tx, account, person, true);
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
    store(tx, account, person, false);
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

struct ListParams {
    std::optional<Raw> relationship;
};
FIELDS(ListParams, relationship);

Result<Reply> list(Tx& tx, std::string account_id, Page page, ListParams p) {
    TRY_DO(controlled_account(tx, account_id));
    ListQuery query{.object = "person",
                    .noun = "person",
                    .url = "/v1/accounts/" + account_id + "/persons",
                    .filter = "account",
                    .value = account_id};
    if (p.relationship && p.relationship->value.is_object())
        query.matches = [wanted = p.relationship->value.as_object()](json::object const& person) {
            for (auto const& [role, flag] : wanted) {
                auto const* has = person.at("relationship").as_object().if_contains(role);
                if (!has || !has->is_bool() || has->get_bool() != (flag == "true")) return false;
            }
            return true;
        };
    auto platform = tx.at_platform();
    return list_reply(platform, page, query);
}

Result<Reply> remove(Tx& tx, std::string account_id, std::string id) {
    TRY(auto account, controlled_account(tx, account_id));
    TRY(auto person, person_in_path(tx, account, id));
    if (is_representative(person)) return refuse("", "", "You cannot delete the representative of an account.");
    auto before = account;
    tx.session().remove_keys(tx.seq_of(id), {key_of_persons(tx, account)});
    tell(tx, account, "person.deleted", person);
    save(tx, before, account);
    return Reply{200, R"({"id":")" + id + R"(","object":"person","deleted":true})"};
}

constexpr Route kRoutes[] = {
    {"POST", "/v1/accounts/:account/persons", create_call},  api::list<list>("/v1/accounts/:account/persons"),
    api::get<retrieve>("/v1/accounts/:account/persons/:id"), {"POST", "/v1/accounts/:account/persons/:id", update_call},
    del<remove>("/v1/accounts/:account/persons/:id"),
};

}  // namespace

std::vector<json::object> persons_of(Tx& tx, Account const& account) {
    std::vector<json::object> out;
    for (auto seq : tx.session().older(key_of_persons(tx, account), 0, 100))
        out.push_back(parse_document(tx.session().find(seq)->document).as_object());
    auto representative = std::ranges::find_if(out, is_representative);
    if (representative != out.end()) std::rotate(out.begin(), representative, representative + 1);
    return out;
}

Result<json::object> put_individual(Tx& tx, Account& account, json::value const& params) {
    auto existing = persons_of(tx, account);
    auto person = existing.empty() ? blank(tx, account) : existing.front();
    person["relationship"].as_object()["representative"] = true;
    TRY_DO(apply(tx, account, person, params, Path{nullptr, "individual"}));
    derive_person(account, person);
    store(tx, account, person, existing.empty());
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
    TRY_DO(apply(tx, account, person, params, Path{}));
    derive_person(account, person);
    store(tx, account, person, id.empty());
    tell(tx, account, id.empty() ? "person.created" : "person.updated", person, old);
    return {};
}

void mark_persons_verified(Tx& tx, Account const& account) {
    for (auto& person : persons_of(tx, account)) {
        auto old = to_text(person);
        derive_person(account, person);
        store(tx, account, person, false);
        tell(tx, account, "person.updated", person, old);
    }
}

ResourceType const kPersons{.object = "person", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::accounts
