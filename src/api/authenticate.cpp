#include "api/authenticate.hpp"

#include <algorithm>

#include "api/rate_limits.hpp"
#include "base/text.hpp"
#include "base/url.hpp"
#include "crypto/crypto.hpp"

namespace bursar::api {

namespace {

constexpr std::string_view kNoKey =
    "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth "
    "(e.g. "
    "'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can "
    "help at "
    "https://support.stripe.com/.";

std::unexpected<Refusal> refuse_key(std::string code, std::string message) {
    Refusal refusal{.status = 401, .code = std::move(code), .message = std::move(message)};
    refusal.bare = true;
    return std::unexpected(std::move(refusal));
}

constexpr std::size_t kSandboxKeyMin = 3;  // letters and digits behind the prefix

std::string key_in_header(std::string_view header) {
    auto starts = [&](std::string_view scheme) {
        return header.size() > scheme.size() &&
               std::ranges::equal(header.substr(0, scheme.size()), scheme, {},
                                  [](char c) { return std::tolower(static_cast<unsigned char>(c)); });
    };
    if (starts("bearer ")) return std::string(header.substr(7));
    if (!starts("basic ")) return {};
    auto decoded = crypto::from_base64(header.substr(6)).value_or("");
    return decoded.substr(0, decoded.find(':'));
}

// sk_test_123 is what many a test suite says already.
bool is_well_formed_sandbox_key(std::string_view key) {
    if (key.size() < 8 + kSandboxKeyMin) return false;
    return std::ranges::all_of(key.substr(8),
                               [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; });
}

std::unexpected<Refusal> refuse_opening() {
    Refusal refusal{
        .status = 429,
        .code = "rate_limit",
        .message = "Too many keys that were never seen before: each opens a platform. Use one again, or wait."};
    refusal.bare = true;
    return std::unexpected(std::move(refusal));
}

}  // namespace

std::unexpected<Refusal> refuse_no_key() { return refuse_key("", std::string(kNoKey)); }

Credentials credentials_of(Request const& request, json::object& params) {
    Credentials out{.key = valid_utf8(key_in_header(request.authorization)), .address = request.client_ip};
    if (auto const* key = params.if_contains("key"); key && key->is_string() && out.key.empty())
        out.key = key->as_string();
    if (std::string_view(out.key).starts_with("pk_") || request.authorization.empty()) params.erase("key");
    if (out.key.size() > 8 && out.key[2] == '_') {
        out.kind = out.key.substr(0, 2);
        out.livemode = out.key.compare(3, 5, "live_") == 0;
    }
    return out;
}

// The names that one machine has for itself are one.
static std::string without_loopback_name(Url const& url) {
    bool loopback = url.host == "localhost" || url.host == "127.0.0.1" || url.host == "::1" || url.host == "0.0.0.0";
    return url.scheme + "://" + (loopback ? "localhost" : url.host) + ':' + url.port;
}

bool is_own_origin(Environment const& environment, std::string_view origin) {
    if (origin.empty()) return false;
    if (origin == environment.base_url) return true;
    auto theirs = Url::parse(origin), ours = Url::parse(environment.base_url);
    return theirs && ours && without_loopback_name(*theirs) == without_loopback_name(*ours);
}

// Unknown: the reference's words, if it has any for this.
Result<void> check_origin(Environment const& environment, Credentials const& credentials, Request const& request) {
    bool secret = credentials.kind == "sk" || credentials.kind == "rk";
    if (!secret || request.origin.empty() || is_own_origin(environment, request.origin)) return {};
    Refusal refusal{.status = 403,
                    .code = "secret_key_in_browser",
                    .message =
                        "This API call cannot be made with a secret API key from a web page. Please use a "
                        "publishable API key there, and keep your secret API keys on your server."};
    refusal.bare = true;
    return std::unexpected(std::move(refusal));
}

std::string digest_of(std::string_view key) {
    auto digest = crypto::sha256(key);
    return crypto::hex({reinterpret_cast<char const*>(digest.data()), digest.size()});
}

std::string mask_of(std::string_view key) {
    auto letters = letters_in(key);
    if (letters <= 12) return std::string(letters, '*');
    bool is_of_a_kind = key.starts_with("sk_") || key.starts_with("pk_") || key.starts_with("rk_");
    std::size_t shown = is_of_a_kind ? 8 : 0;
    return std::string(cut(key, shown)) + std::string(letters - shown - 4, '*') + std::string(last_of(key, 4));
}

Result<std::optional<KeyHolder>> key_holder(Environment& environment, store::Session& session, Credentials const& c,
                                            OpenPlatform open) {
    if (c.key.empty()) return refuse_no_key();
    auto known = session.find_api_key(digest_of(c.key));
    if (known && known->expires_at != 0 && known->expires_at <= environment.clock.now())
        return refuse_key("api_key_expired", "Expired API Key provided: " + mask_of(c.key));
    if (!known) {
        bool sandbox_key = environment.sandbox && !c.livemode && (c.kind == "sk" || c.kind == "pk" || c.kind == "rk") &&
                           is_well_formed_sandbox_key(c.key);
        if (!sandbox_key) return refuse_key("", "Invalid API Key provided: " + mask_of(c.key));
        if (!open) return std::optional<KeyHolder>();
        if (environment.rate_limits && !environment.rate_limits->may_open(c.address)) return refuse_opening();
        auto platform = open(environment, session, false);
        for (std::string kind : {"sk", "pk", "rk"}) {
            auto key = kind + c.key.substr(2);
            session.put_api_key({digest_of(key), platform, false, kind, key.substr(key.size() - 4),
                                 environment.clock.now(), 0, environment.default_version.name(), ""});
        }
        known = session.find_api_key(digest_of(c.key));
    }
    auto account = session.find(known->platform);
    MUST(account);
    auto version = Version::parse(known->api_version).value_or(environment.default_version);
    return KeyHolder{known->platform, account->id, version, known->permissions};
}

Result<void> act_for(Environment& environment, store::Session& session, Caller& caller, std::string const& account) {
    caller.account_id = caller.platform_id;
    caller.owner = caller.platform_owner();
    if (account.empty() || account == caller.platform_id) return {};
    auto seq = environment.ids.decode(account);
    auto object = seq && *seq <= static_cast<Seq>(INT64_MAX) ? session.find(*seq) : nullptr;
    bool connected =
        object && object->id == account && object->owner == caller.platform_owner() && account.starts_with("acct_");
    if (connected) {
        auto state = parse_document(object->state);
        auto const* revoked = state.as_object().if_contains("revoked");
        connected = !(revoked && revoked->is_bool() && revoked->as_bool());
    }
    if (!connected) {
        Refusal refusal{.status = 403,
                        .code = "account_invalid",
                        .message = "The provided key '" + caller.key_mask + "' does not have access to account '" +
                                   account +
                                   "' (or that account does not exist). Application access may have been revoked."};
        refusal.bare = true;
        return std::unexpected(std::move(refusal));
    }
    caller.account_id = account;
    caller.owner = object->seq * 2 + (caller.livemode ? 1 : 0);
    caller.via_header = true;
    return {};
}

static Result<void> check_permission(Caller const& caller, std::string const& subject, bool reads) {
    if (caller.permissions.empty()) return {};
    auto holds = [&](std::string const& permission) {
        return (' ' + caller.permissions + ' ').find(' ' + permission + ' ') != std::string::npos;
    };
    if (holds(subject + "_write") || (reads && holds(subject + "_read"))) return {};
    Refusal refusal{.status = 403,
                    .code = "more_permissions_required",
                    .message = "The provided key '" + caller.key_mask +
                               "' does not have the required permissions for this endpoint on account '" +
                               caller.account_id + "'. Having the 'rak_" + subject + (reads ? "_read" : "_write") +
                               "' permission would allow this request to continue."};
    return std::unexpected(std::move(refusal));
}

std::string permission_subject(std::string_view path) {
    path.remove_prefix(path.starts_with("/v1/") ? sizeof("/v1/") - 1 : 1);
    std::string subject(path.substr(0, path.find('/')));
    if (subject.ends_with('s')) subject.pop_back();
    return subject;
}

Result<void> check_permission(Caller const& caller, Request const& request) {
    return check_permission(caller, permission_subject(request.path), request.method == "GET");
}

Result<void> check_permission_to_read(Caller const& caller, std::string_view kind) {
    return check_permission(caller, std::string(kind), true);
}

}  // namespace bursar::api
