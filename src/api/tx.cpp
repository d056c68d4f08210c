#include "api/tx.hpp"

#include "base/log.hpp"

namespace bursar::api {

std::string Tx::application_id() const {
    return "ca_" + environment_.data_keys.derived_id("application/" + caller_.platform_id, 32);
}

std::string Tx::fresh_id(std::string_view prefix, char version) {
    auto tail = environment_.ids.encode(session_.fresh_seq(caller_.owner));
    if (prefix.empty()) return tail;
    if (prefix == "cus" || prefix == "req") return short_id(prefix, now(), tail);
    if (prefix == "acct") return account_id(now(), letters(2), tail);
    return structured_id(prefix, version, now(), caller_.account_id, tail);
}

std::string Tx::fresh_secret_id(std::string_view prefix) {
    auto tail = environment_.ids.encode(session_.fresh_seq(caller_.owner));
    return std::string(prefix) + "_a1" + letters(40) + tail;
}

Tx Tx::for_owner_of(store::Object const& object) const {
    auto account = session_.find(object.owner / 2);
    MUST(account);
    auto platform = session_.find(account->owner / 2);  // a platform's own row belongs to itself
    MUST(platform);
    Caller caller{.platform = account->owner / 2,
                  .platform_id = platform->id,
                  .account_id = account->id,
                  .owner = object.owner,
                  .livemode = object.owner % 2 == 1};
    caller.client_ip = caller_.client_ip;  // of whoever looks at the page
    caller.user_agent = caller_.user_agent;
    caller.version = caller.default_version = environment_.default_version;
    return Tx(environment_, session_, caller).on(moment_);
}

store::ObjectPtr Tx::stored(std::string_view id) const {
    auto seq = environment_.ids.decode(id);
    if (!seq || *seq == 0 || *seq > static_cast<Seq>(INT64_MAX)) return nullptr;
    auto object = session_.find(*seq);
    if (!object || object->id != id) return nullptr;
    return object;
}

store::ObjectPtr Tx::own(std::string_view id) const {
    auto object = stored(id);
    if (!object || object->owner != caller_.owner) return nullptr;
    return object;
}

store::ObjectPtr Tx::own(std::string_view kind, std::string_view id) const {
    if (auto object = own(id); object && is_a(*object, kind)) return object;
    auto chosen = newest({.name = kind, .by = "id", .value = std::string(id)}, 1);
    return chosen.empty() ? nullptr : chosen.front();
}

bool Tx::is_usable(std::string_view kind, std::string_view id) const {
    auto object = own(kind, id);
    if (!object) return false;
    auto state = parse_document(object->state);
    auto const* deleted = state.as_object().if_contains("deleted");
    return !(deleted && deleted->is_bool() && deleted->as_bool());
}

// ---- lists ----

void Tx::insert(store::Object row, ListedKind const& kind, ListValues const& values) {
    MUST(is_a(row, kind.kind));  // by that it is known again
    auto keys = environment_.list_keys.of_object(kind, row, values);
    if (kind.told_to_platform && caller_.on_connected())
        keys.push_back(environment_.list_keys.of_connected(caller_.platform_owner(), kind.kind));
    session_.insert(std::move(row), keys);
}

void Tx::insert(std::string id, ListedKind const& kind, std::string document) {
    MUST(is_utf8(document));
    store::Object row{
        .seq = seq_of(id), .owner = caller_.owner, .id = std::move(id), .document = std::move(document), .state = "{}"};
    auto values = list_values(kind, row.document);
    insert(std::move(row), kind, values);
}

void Tx::update(std::string id, ListedKind const& kind, std::string document, std::string state) {
    MUST(is_utf8(document) && is_utf8(state));
    store::Object later{.seq = seq_of(id),
                        .owner = caller_.owner,
                        .id = std::move(id),
                        .document = std::move(document),
                        .state = std::move(state)};
    relist(later, kind, list_values(kind, later.document));
    session_.update(std::move(later));
}

store::ObjectPtr Tx::must_be(Seq seq, std::string_view kind) const {
    auto object = session_.find(seq);
    MUST(object && is_a(*object, kind));
    return object;
}

void Tx::relist(store::Object& later, ListedKind const& kind, ListValues const& values) {
    auto before = must_be(later.seq, kind.kind);
    later.owner = before->owner;  // whose it is does not depend on who changes it
    if (is_gone(*before, kind) == is_gone(later, kind) && list_values(kind, before->document) == values) return;
    auto const old = environment_.list_keys.of_object(kind, *before);
    auto const now = environment_.list_keys.of_object(kind, later, values);
    session_.remove_keys(later.seq, old);
    session_.add_keys(later.seq, now);
}

std::vector<Seq> Tx::older(ListOf const& list, Seq before, std::size_t limit) const {
    return session_.older(environment_.list_keys.of(caller_.owner, list), before, limit);
}
std::vector<Seq> Tx::newer(ListOf const& list, Seq after, std::size_t limit) const {
    return session_.newer(environment_.list_keys.of(caller_.owner, list), after, limit);
}

// Owner, mode, kind and value: whoever finds a key that another list has, finds nothing behind it.
bool Tx::belongs(ListOf const& list, store::Object const& object) const {
    if (!has_value(list, object)) return false;
    if (!list.of_connected) return object.owner == caller_.owner;
    auto account = session_.find(object.owner / 2);
    return account && account->owner / 2 == caller_.platform && object.owner % 2 == caller_.owner % 2;
}

store::ObjectPtr Tx::listed(ListOf const& list, Seq seq) const {
    auto object = session_.find(seq);
    if (object && belongs(list, *object)) return object;
    log(LogLevel::error, "what does not belong to a list lies in it, and was left out; see `bursar check`",
        {{"list", list.name}, {"by", list.by}, {"object", object ? object->id : std::to_string(seq)}});
    return nullptr;
}

std::vector<store::ObjectPtr> Tx::newest(ListOf const& list, std::size_t limit) const {
    std::vector<store::ObjectPtr> out;
    for (auto seq : older(list, 0, limit))
        if (auto object = listed(list, seq)) out.push_back(std::move(object));
    return out;
}

bool Tx::is_in(ListOf const& list, store::Object const& object) const {
    return belongs(list, object) && member(object.state, "deleted") != "true";
}

Tx Tx::of_job(Environment& environment, store::Session& session, store::Job const& job, json::object const& payload) {
    Caller caller{.platform = static_cast<Seq>(integer_at(payload, "platform")),
                  .platform_id = std::string(text_at(payload, "platform_id")),
                  .account_id = std::string(text_at(payload, "account")),
                  .owner = static_cast<store::Owner>(integer_at(payload, "owner"))};
    caller.livemode = caller.owner % 2 == 1;
    caller.version = caller.default_version =
        Version::parse(text_at(payload, "api_version")).value_or(environment.default_version);
    Tx tx(environment, session, std::move(caller));
    return job.clock ? tx.on({job.clock, job.run_at}) : tx;
}

store::Job Tx::job_for(Timestamp run_at, std::string kind, json::object payload) {
    payload["owner"] = caller_.owner;
    payload["account"] = caller_.account_id;
    payload["platform"] = caller_.platform;
    payload["platform_id"] = caller_.platform_id;
    payload["api_version"] = caller_.default_version.name();
    store::Job job{.run_at = run_at, .seq = session_.fresh_seq(caller_.owner), .kind = std::move(kind)};
    job.payload = to_text(payload);
    job.clock = moment_.clock;
    return job;
}

void Tx::enqueue(Timestamp run_at, std::string kind, json::object payload) {
    session_.enqueue(job_for(run_at, std::move(kind), std::move(payload)));
}

void Tx::wake(std::string_view id, std::string kind, Timestamp at) {
    auto job = job_for(at, std::move(kind), {{"id", id}});
    job.subject = seq_of(id);
    MUST(job.subject);
    session_.wake(std::move(job));
}

void Tx::let_sleep(std::string_view id, std::string_view kind) {
    if (auto job = session_.alarm(seq_of(id), kind)) session_.done(*job);
}

}  // namespace bursar::api
