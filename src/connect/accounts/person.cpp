#include "connect/accounts/person.hpp"

#include <algorithm>

#include "api/endpoints.hpp"
#include "connect/accounts/params.hpp"
#include "connect/accounts/requirements.hpp"
#include "connect/accounts/verification.hpp"
#include "events/events/event.hpp"
#include "instruments/tokens/token.hpp"

namespace bursar::accounts {

using namespace api;

void lay(tokens::Aliases const& param, Told<std::vector<std::string>>& member) { lay(param.names, member); }

namespace {

Person blank(Tx& tx, Account const& account) {
    auto person = tx.fresh<Person>();
    person.account = account.id;
    person.address.country = account.country;
    return person;
}

// Files are named by test tokens (reference/connect.md: Verification), which stand for files of their own.
void take_files(Tx& tx, std::optional<tokens::Sides>& document) {
    if (!document) return;
    for (auto* side : {&document->front, &document->back})
        if (*side && (**side).starts_with("file_")) side->value = tx.fresh_id("file");
}

// As the requirements of its account name it.
std::string prefix_of(Account const& account, Person const& person) {
    return account.business_type == "individual" ? "individual" : person.id;
}

// Of the numbers that identify somebody only that they were given is kept; a token may stand for one.
Result<void> take_numbers(Tx& tx, Person& person, tokens::Person const& told, Path const& path) {
    for (auto const& [number, name] : {std::pair(&told.id_number, "id_number"),
                                       {&told.ssn_last_4, "ssn_last_4"},
                                       {&told.id_number_secondary, "id_number_secondary"}})
        if (*number && (**number).starts_with("pii_"))
            TRY_DO(tokens::spend_details(tx, **number, "pii", Path{&path, name}.text()));
    if (told.id_number.given) person.id_number_provided = true;
    if (told.id_number_secondary.given) person.id_number_secondary_provided = true;
    if (told.id_number.given || told.ssn_last_4.given) person.ssn_last_4_provided = true;
    return {};
}

// Of the owners of a company, together.
Result<void> check_ownership(Tx& tx, Account const& account, Person const& person, Path const& path) {
    auto share_of = [](Person const& one) {
        auto const& share = one.relationship.percent_ownership;
        return share ? share->parts : 0;
    };
    auto all = share_of(person);
    for (auto const& other : persons_of(tx, account))
        if (other.id != person.id) all += share_of(other);
    if (all <= Percent::kWhole) return {};
    Path relationship{&path, "relationship"};
    return refuse("", Path{&relationship, "percent_ownership"}.text(),
                  "The total combined ownership of the company would exceed 100 percent.");
}

// `path`: where the parameters stand, for the names in refusals.
Result<void> apply(Tx& tx, Account& account, Person& person, PersonParams params, Path const& path) {
    auto& told = params.told;
    look_at_person(tx, account, prefix_of(account, person), told);
    TRY_DO(take_numbers(tx, person, told, path));
    if (told.verification)
        for (auto* document : {&told.verification->additional_document, &told.verification->document})
            take_files(tx, *document);
    overlay(told, person);
    if (params.names_aliases) person.full_name_aliases = told.full_name_aliases.names;
    if (auto& phone = person.phone; phone && phone->size() == 10 && person.address.country != "AU")
        phone = "+1" + *phone;
    if (told.relationship) TRY_DO(check_ownership(tx, account, person, path));
    return {};
}

PersonRequirements requirements_of(Account const& account, Person const& person) {
    PersonRequirements out;
    out.errors = errors_of(account, prefix_of(account, person));
    out.currently_due = missing_of_person(account, person);
    for (auto const& error : out.errors) out.currently_due.push_back(error.requirement);
    out.eventually_due = out.past_due = out.currently_due;
    out.pending_verification = pending_of_person(account, person);
    return out;
}

void derive_person(Account const& account, Person& person) {
    auto& verification = person.verification;
    bool complete = missing_of_person(account, person).empty();
    person.requirements = person.future_requirements = requirements_of(account, person);
    bool in_doubt = !person.requirements.errors.empty();
    bool checked = account.verified.value || (verification.document.front && account.country != "US");
    auto lead = [&](IdentityStatus to, IdentityStep by) {
        if (!(verification.status == to)) verification.status.take(by);
    };
    if (in_doubt || (!checked && !complete))
        lead(IdentityStatus::unverified, IdentityStep::doubt);
    else if (checked)
        lead(IdentityStatus::verified, IdentityStep::pass);
    else
        lead(IdentityStatus::pending, IdentityStep::submit);
}

bool is_representative(Person const& person) { return person.relationship.representative == true; }

// Kept with the platform, as the account is, whoever of the two calls; the connected account hears of it.
void tell_new(Tx& tx, Account const& account, Person const& person) {
    tx.at_platform().insert(person);
    Tx own = tx.at_account(account.id);
    events::emit(own, "person.created", person);
}
void tell_change(Tx& tx, Account const& account, Person const& before, Person const& person) {
    tx.at_platform().update(person);
    Tx own = tx.at_account(account.id);
    events::emit_change(own, "person.updated", document_of(before), document_of(person));
}

Result<Person> person_in_path(Tx& tx, Account const& account, std::string const& id) {
    auto person = tx.at_platform().find<Person>(id);
    if (!person || person->account != account.id)
        return no_such(Person::kNoun, id, std::string(Person::kPathParam), 404);
    return *person;
}

struct ByToken {
    std::optional<std::string> person_token;
};
FIELDS(ByToken, person_token);

Result<PersonParams> read_person(json::object const& params) {
    PersonParams out;
    TRY_DO(kind_of<PersonParams>.read(&out, params, Path{}, Source::parameters));
    return out;
}

// What is told of a person: by the caller, or by a token that a browser made; of what both tell, the caller's counts.
Result<PersonParams> told_of_person(Tx& tx, json::object params) {
    json::object by;
    if (auto const* token = params.if_contains("person_token")) by["person_token"] = *token;
    params.erase("person_token");
    TRY(auto p, read_params<ByToken>(by));
    if (p.person_token) {
        TRY(auto details, tokens::spend_details(tx, *p.person_token, "person", "person_token"));
        for (auto const& [name, value] : params) details.given[name] = value;
        params = std::move(details.given);
    }
    return read_person(params);
}

Result<Reply> create_call(Tx& tx, Call const& call) {
    TRY(auto account, controlled_account(tx, call.path.at(0)));
    auto before = account;
    auto person = blank(tx, account);
    TRY(auto told, told_of_person(tx, call.params));
    TRY_DO(apply(tx, account, person, told, Path{}));
    derive_person(account, person);
    tell_new(tx, account, person);
    save(tx, before, account);
    verify_later(tx, account);
    return reply_with(person);
}

Result<Reply> update_call(Tx& tx, Call const& call) {
    TRY(auto account, controlled_account(tx, call.path.at(0)));
    TRY(auto person, person_in_path(tx, account, call.path.at(1)));
    auto before = account;
    auto old = person;
    TRY(auto told, told_of_person(tx, call.params));
    TRY_DO(apply(tx, account, person, told, Path{}));
    derive_person(account, person);
    tell_change(tx, account, old, person);
    save(tx, before, account);
    verify_later(tx, account);
    return reply_with(person);
}

Result<Reply> retrieve(Tx& tx, std::string account_id, std::string id) {
    TRY(auto account, controlled_account(tx, account_id));
    TRY(auto person, person_in_path(tx, account, id));
    return reply_with(person);
}

struct Roles {
    std::optional<bool> authorizer, director, executive, legal_guardian, owner, representative;
};
FIELDS(Roles, authorizer, director, executive, legal_guardian, owner, representative);

struct ListParams {
    std::optional<Roles> relationship;
};
FIELDS(ListParams, relationship);

Result<Reply> list(Tx& tx, std::string account_id, Page page, ListParams p) {
    TRY_DO(controlled_account(tx, account_id));
    ListQuery query{.object = Person::kObject,
                    .noun = Person::kNoun,
                    .url = "/v1/accounts/" + account_id + "/persons",
                    .filter = "account",
                    .value = account_id};
    if (p.relationship)
        query.matches = [wanted = filters_in(*p.relationship)](json::object const& person) {
            auto const& roles = person.at("relationship").as_object();
            return std::ranges::all_of(wanted,
                                       [&](Filter const& role) { return to_text(roles.at(role.name)) == role.json; });
        };
    auto platform = tx.at_platform();
    return list_reply(platform, page, query);
}

Result<Reply> remove(Tx& tx, std::string account_id, std::string id) {
    TRY(auto account, controlled_account(tx, account_id));
    TRY(auto person, person_in_path(tx, account, id));
    if (is_representative(person)) return refuse("", "", "You cannot delete the representative of an account.");
    auto before = account;
    person.deleted = true;
    tx.at_platform().update(person);
    Tx own = tx.at_account(account.id);
    events::emit(own, "person.deleted", person);
    save(tx, before, account);
    return deleted_reply(Person::kObject, id);
}

constexpr Route kRoutes[] = {
    post<create_call, tokens::Person, ByToken>("/v1/accounts/:account/persons"),
    api::list<list>("/v1/accounts/:account/persons"),
    api::get<retrieve>("/v1/accounts/:account/persons/:id"),
    post<update_call, tokens::Person, ByToken>("/v1/accounts/:account/persons/:id"),
    del<remove>("/v1/accounts/:account/persons/:id"),
};

constexpr auto kExpandable = expandable_of<Person>({
    {"verification.additional_document.back", "file"},
    {"verification.additional_document.front", "file"},
    {"verification.document.back", "file"},
    {"verification.document.front", "file"},
});

}  // namespace

std::vector<Person> persons_of(Tx& tx, Account const& account) {
    auto out = tx.at_platform().all<Person>("account", account.id, 100);
    auto representative = std::ranges::find_if(out, is_representative);
    if (representative != out.end()) std::rotate(out.begin(), representative, representative + 1);
    return out;
}

Result<Person> put_individual(Tx& tx, Account& account, PersonParams const& params) {
    auto existing = persons_of(tx, account);
    auto person = existing.empty() ? blank(tx, account) : existing.front();
    person.relationship.representative = true;
    TRY_DO(apply(tx, account, person, params, Path{nullptr, "individual"}));
    derive_person(account, person);
    auto platform = tx.at_platform();
    existing.empty() ? platform.insert(person) : platform.update(person);
    return person;
}

Result<void> put_person(Tx& tx, Account& account, std::string const& id, json::object const& params) {
    Person person;
    if (id.empty()) {
        person = blank(tx, account);
    } else {
        TRY(person, person_in_path(tx, account, id));
    }
    auto const before = person;
    TRY(auto told, read_person(params));
    TRY_DO(apply(tx, account, person, told, Path{}));
    derive_person(account, person);
    id.empty() ? tell_new(tx, account, person) : tell_change(tx, account, before, person);
    return {};
}

void mark_persons_verified(Tx& tx, Account const& account) {
    for (auto& person : persons_of(tx, account)) {
        auto const before = person;
        derive_person(account, person);
        tell_change(tx, account, before, person);
    }
}

ResourceType const kPersons{
    .object = "person", .routes = kRoutes, .expandable = kExpandable, .shape = fields_of<Person>};

}  // namespace bursar::accounts
