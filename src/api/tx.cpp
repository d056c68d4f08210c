#include "api/tx.hpp"

namespace bursar::api {

std::string Tx::application_id() const {
    return "ca_" + crypto::letters_of(
                       crypto::hmac_sha256(environment_.fingerprint_key, "application/" + caller_.platform_id), 32);
}

std::string Tx::fresh_id(std::string_view prefix, char version) {
    auto tail = environment_.ids.encode(session_.fresh_seq(caller_.owner));
    if (prefix.empty()) return tail;
    if (prefix == "cus" || prefix == "req") return short_id(prefix, now_, tail);
    if (prefix == "acct") return account_id(now_, letters(2), tail);
    return structured_id(prefix, version, now_, caller_.account_id, tail);
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
    return Tx(environment_, session_, caller);
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
    auto seqs = session_.older(key_of(kind, "id", id), 0, 1);
    auto object = seqs.empty() ? nullptr : session_.find(seqs.front());
    return object && object->id == id ? object : nullptr;
}

bool Tx::is_usable(std::string_view kind, std::string_view id) const {
    auto object = own(kind, id);
    if (!object) return false;
    auto state = parse_document(object->state);
    auto const* deleted = state.as_object().if_contains("deleted");
    return !(deleted && deleted->is_bool() && deleted->as_bool());
}

bool Tx::is_a(store::Object const& object, std::string_view kind) {
    // Every document begins {"id":"...","object":"kind",
    auto at = object.id.size() + sizeof(R"({"id":"","object":")") - 1;
    return object.document.compare(at, kind.size(), kind) == 0 && object.document[at + kind.size()] == '"';
}

store::ListKey Tx::key_of(std::string_view object, std::string_view filter, std::string_view value) const {
    std::string text(object);
    text.push_back('/');
    text += filter;
    text.push_back('/');
    text += value;
    return store::hash64(text, caller_.owner * 0x9e3779b97f4a7c15ull) >> 1;  // engines order keys as signed numbers
}

Tx Tx::of_job(Environment& environment, store::Session& session, json::object const& payload) {
    Caller caller{.platform = static_cast<Seq>(integer_at(payload, "platform")),
                  .platform_id = std::string(text_at(payload, "platform_id")),
                  .account_id = std::string(text_at(payload, "account")),
                  .owner = static_cast<store::Owner>(integer_at(payload, "owner"))};
    caller.livemode = caller.owner % 2 == 1;
    caller.version = caller.default_version =
        Version::parse(text_at(payload, "api_version")).value_or(environment.default_version);
    return Tx(environment, session, std::move(caller));
}

void Tx::enqueue(Timestamp run_at, std::string kind, json::object payload) {
    payload["owner"] = caller_.owner;
    payload["account"] = caller_.account_id;
    payload["platform"] = caller_.platform;
    payload["platform_id"] = caller_.platform_id;
    payload["api_version"] = caller_.default_version.name();
    session_.enqueue({run_at, session_.fresh_seq(caller_.owner), std::move(kind), to_text(payload)});
}

}  // namespace bursar::api
