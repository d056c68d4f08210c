#include "vault/data_keys.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "base/log.hpp"

namespace bursar::vault {

namespace {

constexpr std::string_view kInClear = "fingerprint_secret";  // of a database from before
constexpr std::size_t kKeySize = 32, kSaltSize = 16;
constexpr int kAttempts = 10;  // of servers that open a fresh database together

// In the order of Secrets.
enum class Use { fingerprints, ids, listeners, sessions, requests, answers, postings };
constexpr std::array kUses{Use::fingerprints, Use::ids,     Use::listeners, Use::sessions,
                           Use::requests,     Use::answers, Use::postings};

constexpr std::string_view name_of(Use use) {
    constexpr std::array<std::string_view, kUses.size()> kNames{"fingerprints", "ids",     "listeners", "sessions",
                                                                "requests",     "answers", "postings"};
    return kNames[static_cast<std::size_t>(use)];
}

std::string setting_of(Use use) { return "data_key/" + std::string(name_of(use)); }

std::string fresh(std::size_t size) {
    auto key = crypto::random_key();
    return {reinterpret_cast<char const*>(key.data()), size};
}

// "id of the vault's key:sealed, in hex".
std::string sealed_text(Keys const& keys, Use use, std::string_view secret) {
    return keys.current_id() + ':' + crypto::hex(crypto::seal(keys.current(), secret, setting_of(use)));
}

std::string opened(Keys const& keys, Use use, std::string_view text) {
    auto colon = text.find(':');
    if (colon == std::string_view::npos) throw std::runtime_error("the setting " + setting_of(use) + " is damaged");
    auto id = std::string(text.substr(0, colon));
    auto const* key = keys.find(id);
    if (!key)
        throw std::runtime_error("the vault key " + id + ", which seals the database's keys, is not among those given");
    auto sealed = crypto::from_hex(text.substr(colon + 1));
    auto secret = sealed ? crypto::open(*key, *sealed, setting_of(use)) : std::nullopt;
    if (!secret) throw std::runtime_error("the setting " + setting_of(use) + " does not open");
    return *secret;
}

bool is_of_before(Use use) { return use == Use::fingerprints || use == Use::ids || use == Use::listeners; }

// Makes what is missing. Whether a key was found in clear.
bool complete(store::Session& session, Keys const& keys) {
    auto in_clear = session.setting(kInClear);
    for (auto use : kUses) {
        if (session.setting(setting_of(use))) continue;
        auto secret = in_clear && is_of_before(use) ? *in_clear : fresh(kKeySize);
        session.put_setting(setting_of(use), sealed_text(keys, use, secret));
        crypto::wipe(secret);
    }
    if (in_clear) session.remove_setting(kInClear);
    return in_clear.has_value();
}

bool is_complete(store::Session& session) {
    if (session.setting(kInClear)) return false;
    for (auto use : kUses)
        if (!session.setting(setting_of(use))) return false;
    return true;
}

void make_complete(store::Engine& engine, Keys const& keys) {
    for (int attempt = 1;; ++attempt) try {
            auto session = engine.write();
            bool was_in_clear = complete(*session, keys);
            session->commit();
            session.reset();
            if (!was_in_clear) return;
            engine.scrub();
            return log(LogLevel::warning,
                       "the key of fingerprints lay in the database in clear; it is sealed now and gone from there. "
                       "Backups from before still hold it: destroy them, or keep them as safe as the vault's key");
        } catch (store::Trouble const& trouble) {
            if (trouble.kind() != store::Trouble::Kind::conflict || attempt == kAttempts) throw;
        }
}

}  // namespace

DataKeys DataKeys::of(store::Engine& engine, Keys const& keys) {
    if (!is_complete(*engine.read())) make_complete(engine, keys);
    return DataKeys(read(*engine.read(), keys));
}

DataKeys::Secrets DataKeys::read(store::Session& session, Keys const& keys) {
    auto get = [&](Use use) {
        auto text = session.setting(setting_of(use));
        if (!text) throw std::runtime_error("the setting " + setting_of(use) + " is missing");
        return opened(keys, use, *text);
    };
    return {get(Use::fingerprints), get(Use::ids),     get(Use::listeners), get(Use::sessions),
            get(Use::requests),     get(Use::answers), get(Use::postings)};
}

DataKeys DataKeys::from_seed(std::string_view seed) {
    auto get = [&](Use use) { return crypto::hex(crypto::hmac_sha256(seed, name_of(use))); };
    return DataKeys({get(Use::fingerprints), get(Use::ids), get(Use::listeners), get(Use::sessions), get(Use::requests),
                     get(Use::answers), get(Use::postings)});
}

DataKeys::DataKeys(Secrets secrets)
    : fingerprints_(secrets.fingerprints),
      ids_(secrets.ids),
      listeners_(secrets.listeners),
      sessions_(secrets.sessions),
      requests_(secrets.requests),
      answers_(secrets.answers),
      postings_(secrets.postings),
      salt_(fresh(kSaltSize)),
      sealing_(answers_(salt_)) {
    for (auto* secret : {&secrets.fingerprints, &secrets.ids, &secrets.listeners, &secrets.sessions, &secrets.requests,
                         &secrets.answers, &secrets.postings})
        crypto::wipe(*secret);
}

DataKeys::DataKeys(DataKeys&& other) noexcept
    : fingerprints_(std::move(other.fingerprints_)),
      ids_(std::move(other.ids_)),
      listeners_(std::move(other.listeners_)),
      sessions_(std::move(other.sessions_)),
      requests_(std::move(other.requests_)),
      answers_(std::move(other.answers_)),
      postings_(std::move(other.postings_)),
      salt_(std::move(other.salt_)),
      sealing_(std::exchange(other.sealing_, {})),
      sealed_(other.sealed_.load()) {}

std::string DataKeys::fingerprint(std::string_view platform, std::string_view number) const {
    std::string text(platform);
    text.push_back('/');
    text += number;
    auto letters = crypto::letters_of(fingerprints_(text), 16);
    crypto::wipe(text);
    return letters;
}

std::string DataKeys::derived_id(std::string_view subject, std::size_t letters) const {
    return crypto::letters_of(ids_(subject), letters);
}

std::string DataKeys::listener_secret(std::string_view subject) const {
    return "whsec_" + crypto::hex(listeners_(subject));
}

static constexpr std::string_view kSession = "session";

std::string DataKeys::seal_session(std::string_view text) const {
    return crypto::hex(crypto::seal(sessions_(kSession), text, kSession));
}

std::optional<std::string> DataKeys::open_session(std::string_view sealed) const {
    auto bytes = crypto::from_hex(sealed);
    return bytes ? crypto::open(sessions_(kSession), *bytes, kSession) : std::nullopt;
}

std::string DataKeys::request_fingerprint(std::string_view request) const {
    auto digest = requests_(request);
    return crypto::hex({reinterpret_cast<char const*>(digest.data()), 16});
}

std::string DataKeys::posting_seal(std::string_view posting) const {
    auto digest = postings_(posting);
    return crypto::hex({reinterpret_cast<char const*>(digest.data()), 16});
}

static std::string bound_to(store::IdempotencyKey const& key) {
    return std::to_string(key.owner) + (key.publishable ? "/pk/" : "/sk/") + key.key;
}

store::SealedText DataKeys::seal_answer(store::IdempotencyKey const& key, std::string_view answer) const {
    return store::SealedText(crypto::base64(salt_ + crypto::seal_counted(sealing_, ++sealed_, answer, bound_to(key))));
}

std::optional<std::string> DataKeys::open_answer(store::IdempotencyKey const& key,
                                                 store::SealedText const& sealed) const {
    auto bytes = crypto::from_base64(sealed.text());
    if (!bytes || bytes->size() < kSaltSize) return std::nullopt;
    std::string_view all(*bytes);
    auto sealing = answers_({all.data(), kSaltSize});
    return crypto::open(sealing, all.substr(kSaltSize), bound_to(key));
}

void rekey_data(store::Session& session, Keys const& keys) {
    for (auto use : kUses) {
        auto text = session.setting(setting_of(use));
        if (!text || text->starts_with(keys.current_id() + ':')) continue;
        session.put_setting(setting_of(use), sealed_text(keys, use, opened(keys, use, *text)));
    }
}

}  // namespace bursar::vault
