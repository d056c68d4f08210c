#include "vault/vault.hpp"

#include <algorithm>
#include <stdexcept>

namespace bursar::vault {

Keys::Keys(std::vector<std::string> const& hex_keys) {
    for (auto const& text : hex_keys) {
        auto bytes = crypto::from_hex(text);
        if (!bytes || bytes->size() != 32) throw std::invalid_argument("a vault key must be 64 hexadecimal digits");
        auto digest = crypto::sha256(*bytes);
        auto id = crypto::hex({reinterpret_cast<char const*>(digest.data()), 4});
        std::copy(bytes->begin(), bytes->end(), keys_[id].begin());
        if (current_.empty()) current_ = id;
        crypto::wipe(*bytes);
    }
    if (current_.empty()) throw std::invalid_argument("the vault has no key");
}

crypto::Key const* Keys::find(std::string const& id) const {
    auto found = keys_.find(id);
    return found == keys_.end() ? nullptr : &found->second;
}

static std::string bound_to(Seq record) { return "vault/" + std::to_string(record); }

static SecretNumber opened(Keys const& keys, store::Sealed const& record) {
    auto const* key = keys.find(record.key_id);
    if (!key) throw std::runtime_error("the vault key " + record.key_id + " is not among the keys given");
    auto number = crypto::open(*key, record.sealed, bound_to(record.seq));
    if (!number) throw std::runtime_error("vault record " + std::to_string(record.seq) + " does not open");
    return SecretNumber(std::move(*number));
}

Seq put(store::Session& session, Keys const& keys, SecretNumber const& number) {
    auto seq = session.fresh_seq();
    session.put_sealed({seq, keys.current_id(), crypto::seal(keys.current(), number.reveal(), bound_to(seq))});
    return seq;
}

void use(store::Session& session, Keys const& keys, Seq record, std::function<void(SecretNumber const&)> const& with) {
    auto sealed = session.find_sealed(record);
    if (!sealed) throw std::runtime_error("vault record " + std::to_string(record) + " is missing");
    with(opened(keys, *sealed));
}

Seq clone(store::Session& session, Keys const& keys, Seq record) {
    Seq copy = 0;
    use(session, keys, record, [&](SecretNumber const& number) { copy = put(session, keys, number); });
    return copy;
}

Seq rekey(store::Session& session, Keys const& keys, Seq after, std::size_t limit) {
    auto records = session.sealed_after(after, limit);
    for (auto const& record : records) {
        if (record.key_id == keys.current_id()) continue;
        session.put_sealed({record.seq, keys.current_id(),
                            crypto::seal(keys.current(), opened(keys, record).reveal(), bound_to(record.seq))});
    }
    return records.empty() ? 0 : records.back().seq;
}

std::vector<std::string> broken_seals(store::Session& session, Keys const& keys) {
    std::vector<std::string> wrong;
    for (Seq after = 0;;) {
        auto records = session.sealed_after(after, 1000);
        if (records.empty()) return wrong;
        for (auto const& record : records) {
            try {
                opened(keys, record);
            } catch (std::runtime_error const& problem) {
                wrong.emplace_back(problem.what());
            }
        }
        after = records.back().seq;
    }
}

}  // namespace bursar::vault
