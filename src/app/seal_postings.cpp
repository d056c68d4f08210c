#include "app/seal_postings.hpp"

#include <charconv>

#include "base/log.hpp"
#include "money/balance/balance_transaction.hpp"

namespace bursar::app {

using balance::BalanceTransaction;

namespace {

// The setting says how far the work is: the last object that was looked at, then done.
constexpr char kSetting[] = "postings_sealed", kDone[] = "done";
constexpr std::size_t kAtOnce = 1000;

std::vector<store::Entry> posting_of(store::Session& session, Seq transaction) {
    std::vector<store::Entry> out;
    for (auto& [of, entry] : session.entries_after(transaction - 1, 1))
        if (of == transaction) out.push_back(std::move(entry));
    return out;
}

bool seal(store::Session& session, api::Environment& environment, store::Object const& object) {
    if (!api::Tx::is_a(object, BalanceTransaction::kObject)) return false;
    auto transaction = api::Tx::read<BalanceTransaction>(object);
    if (!transaction.seal->empty()) return false;
    transaction.seal = environment.data_keys.posting_seal(ledger::text_of(object.seq, posting_of(session, object.seq)));
    api::Tx(environment, session, {.owner = object.owner}).update(transaction);
    return true;
}

// Whether there is more to do.
bool seal_some(store::Engine& engine, api::Environment& environment, std::size_t& sealed) {
    auto session = engine.write();
    auto done = session->setting(kSetting).value_or("0");
    if (done == kDone) return false;
    Seq after = 0;
    std::from_chars(done.data(), done.data() + done.size(), after);
    auto objects = session->objects_after(after, kAtOnce);
    std::size_t now = 0;
    for (auto const& object : objects) now += seal(*session, environment, *object) ? 1 : 0;
    session->put_setting(kSetting, objects.empty() ? kDone : std::to_string(objects.back()->seq));
    session->commit();
    sealed += now;
    return !objects.empty();
}

}  // namespace

void seal_postings_of_before(store::Engine& engine, api::Environment& environment) {
    if (engine.read()->setting(kSetting) == kDone) return;
    std::size_t sealed = 0;
    for (bool more = true; more;) try {
            more = seal_some(engine, environment, sealed);
        } catch (store::Trouble const& trouble) {  // another server does the same
            if (trouble.kind() != store::Trouble::Kind::conflict) throw;
        }
    if (sealed)  // a database whose seals were all taken away looks the same
        log(LogLevel::warning, "postings that had no seal were sealed as they are",
            {{"postings", std::to_string(sealed)}});
}

}  // namespace bursar::app
