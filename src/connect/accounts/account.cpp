#include "connect/accounts/account.hpp"

#include <algorithm>
#include <unordered_map>

#include "connect/accounts/params.hpp"
#include "connect/accounts/person.hpp"
#include "connect/accounts/requirements.hpp"
#include "events/events/event.hpp"
#include "instruments/sources/source.hpp"

namespace bursar::accounts {

using namespace api;

namespace {

constexpr std::pair<std::string_view, std::string_view> kCountries[] = {
    {"US", "usd"}, {"AU", "aud"}, {"CA", "cad"}, {"GB", "gbp"}, {"SG", "sgd"}, {"JP", "jpy"}, {"BR", "brl"},
    {"MX", "mxn"}, {"AE", "aed"}, {"KR", "krw"}, {"NZ", "nzd"}, {"HK", "hkd"}, {"IN", "inr"}, {"CH", "chf"},
    {"DK", "dkk"}, {"NO", "nok"}, {"SE", "sek"}, {"PL", "pln"}, {"CZ", "czk"}, {"RO", "ron"}, {"HU", "huf"},
    {"BG", "eur"}, {"TH", "thb"}, {"MY", "myr"}, {"AT", "eur"}, {"BE", "eur"}, {"CY", "eur"}, {"DE", "eur"},
    {"EE", "eur"}, {"ES", "eur"}, {"FI", "eur"}, {"FR", "eur"}, {"GR", "eur"}, {"HR", "eur"}, {"IE", "eur"},
    {"IT", "eur"}, {"LI", "chf"}, {"LT", "eur"}, {"LU", "eur"}, {"LV", "eur"}, {"MT", "eur"}, {"NL", "eur"},
    {"PT", "eur"}, {"SI", "eur"}, {"SK", "eur"}, {"GI", "gbp"}, {"PH", "php"}, {"ID", "idr"}, {"TW", "twd"},
    {"IL", "ils"}, {"ZA", "zar"}, {"KE", "kes"}, {"NG", "ngn"}, {"GH", "ghs"}, {"EG", "egp"}, {"AR", "ars"},
    {"CL", "clp"}, {"CO", "cop"}, {"PE", "pen"}, {"UY", "uyu"}, {"CR", "crc"}, {"DO", "dop"}, {"PK", "pkr"},
    {"VN", "vnd"}, {"TR", "try"}, {"SA", "sar"}, {"RS", "rsd"}, {"IS", "isk"}, {"BA", "bam"}, {"AL", "all"},
};

}  // namespace

std::string currency_of_country(std::string_view country) {
    auto found = std::ranges::find(kCountries, country, [](auto const& row) { return row.first; });
    return found == std::end(kCountries) ? std::string() : std::string(found->second);
}

// A payment asks several times, and an account is the largest document there is: what was parsed last is kept for as
// long as the document is the same, letter for letter.
// Nobody changes what was given out: a later document is another object.
std::shared_ptr<Account const> look_at_acting(Tx& tx) {
    struct Parsed {
        std::string document, state;
        std::shared_ptr<Account const> account;
    };
    static constexpr std::size_t kKept = 256;
    thread_local std::unordered_map<std::string, Parsed> parsed;
    auto object = tx.stored(tx.caller().account_id);
    MUST(object && Tx::is_a(*object, "account"));
    if (parsed.size() > kKept) parsed.clear();
    auto& kept = parsed[object->id];
    if (kept.document != object->document || kept.state != object->state)
        kept = {object->document, object->state, std::make_shared<Account const>(Tx::read<Account>(*object))};
    return kept.account;
}

Account acting(Tx& tx) { return *look_at_acting(tx); }

bool can(Tx const& tx, Account const& account, std::string_view capability) {
    if (account.is_platform.value) return true;
    auto const* asked = capability_named(account.capabilities, capability);
    if (asked && *asked) {
        if (**asked == CapabilityStatus::active) return true;
        // Everything was told, it is only being checked.
        if (**asked == CapabilityStatus::pending && tx.environment_is_sandbox()) return true;
    }
    return tx.environment_is_sandbox() && !any_requested(account.capabilities) && !platform_collects(account) &&
           account.rejected->empty();
}

bool platform_collects(Account const& account) {
    return account.controller.requirement_collection.value == "application";
}

bool is_its_owners(Account const& account) { return account.onboarding.value && !platform_collects(account); }

Told<Company>& company_of(Account& account) {
    auto& told = *account.told_company;
    if (!told && account.company) told = *account.company;  // from before the two were kept apart
    return told;
}

std::string display_name(Account const& account) {
    auto const& name = account.settings.dashboard.display_name;
    return name && !name->empty() ? *name : account.id;
}

void settle(Tx& tx, Account& account) {
    // External accounts belong to the connected account; the account object shows the first of them.
    Tx own = tx.at_account(account.id);
    ExternalAccounts external{.url = "/v1/accounts/" + account.id + "/external_accounts"};
    for (auto const& object : own.newest(sources::external_accounts_of(account.id), 10))
        external.data.push_back(Raw{parse_document(object->document)});
    bool has_external = std::ranges::any_of(
        external.data, [](Raw const& one) { return text_at(one.value.as_object(), "status") != "errored"; });
    external.total_count = static_cast<std::int64_t>(external.data.size());
    account.external_accounts = std::move(external);
    bool shown = !is_its_owners(account);
    account.individual = {};
    if (shown && account.business_type == "individual")
        if (auto persons = persons_of(tx, account); !persons.empty()) account.individual = persons.front();
    account.company = {};
    if (auto const& company = company_of(account); shown && company) account.company = *company;
    derive(tx, account, has_external);
}

// A capability tells of a new status, or that it was asked for.
static void tell_capabilities(Tx& own, Account const& before, Account const& after) {
    auto seen = after.capabilities;
    for (auto const& [name, status] : requested_of(seen)) {
        auto now = document_of(capability_of(after, name));
        auto const* old = capability_named(before.capabilities, name);
        if (!*old)
            events::emit(own, "capability.updated", now);
        else if (old->value->word() != status->word())
            events::emit_change(own, "capability.updated", document_of(capability_of(before, name)), now);
    }
}

void save(Tx& tx, Account const& before, Account& after) {
    settle(tx, after);
    tx.update(after);
    // The account learns of it itself: account.updated belongs to the connected account.
    Tx own = tx.at_account(after.id);
    events::emit_change(own, "account.updated", document_of(before), document_of(after));
    tell_capabilities(own, before, after);
}

Seq open_platform(Environment& environment, store::Session& session, bool livemode) {
    Caller caller;
    caller.livemode = livemode;
    caller.version = caller.default_version = environment.default_version;
    Tx tx(environment, session, caller);
    auto account = tx.fresh<Account>();
    account.country = "US";
    account.default_currency = "usd";
    account.charges_enabled = account.payouts_enabled = account.details_submitted = true;
    account.is_platform = true;
    account.verified = true;
    account.business_profile = profile_of_new(tx);
    account.business_profile.name = "Bursar sandbox";
    for (auto name : {"card_payments", "transfers", "us_bank_account_ach_payments"}) {
        request(account.capabilities, name);
        capability_named(account.capabilities, name)->value->take(CapabilityStep::pass);
    }
    account.settings = settings_of_new(false, account.country);
    account.settings.dashboard.display_name = "Bursar sandbox";
    account.settings.payments.statement_descriptor = "BURSAR";
    auto seq = tx.seq_of(account.id);
    Tx own = tx.at(seq * 2 + (livemode ? 1 : 0), account.id);
    own.insert(account);
    return seq;
}

}  // namespace bursar::accounts
