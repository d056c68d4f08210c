// What comes from outside beside forms: URLs and networks of settings, shares, and what the request log must keep
// clean.
#include <cstdint>
#include <string_view>

#include "api/rate_limits.hpp"
#include "base/json.hpp"
#include "base/networks.hpp"
#include "base/percent.hpp"
#include "base/result.hpp"
#include "base/url.hpp"
#include "base/redact.hpp"

using namespace bursar;

// What a share was sent as is what it is shown as and read back as.
static void check_percent(std::string_view text) {
    Percent sent, again;
    if (!kind_of<Percent>.read(&sent, json::value(text), Path{}, Source::parameters)) return;
    std::string shown;
    kind_of<Percent>.write(&sent, shown);
    CHECK(kind_of<Percent>.read(&again, json::value(shown), Path{}, Source::parameters) && again == sent);
    if (auto number = parse_untrusted(shown); number && sent.parts <= Percent::kWhole)
        CHECK(kind_of<Percent>.read(&again, *number, Path{}, Source::document) && again == sent);
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view text(reinterpret_cast<char const*>(data), size);
    if (auto url = Url::parse(text)) {
        CHECK((!url->host.empty() || !url->is_web()) && !url->scheme.empty());  // an app may do without a host
        (void)Networks::is_own_host(url->host);
    }
    (void)Networks::parse(text);
    static Networks const proxies = *Networks::parse("10.0.0.0/8,::1");
    CHECK(!subscriber_of(proxies.sender("10.0.0.1", text)).empty());
    (void)api::RateLimitFigures::parse(text);
    (void)parse_untrusted(text);
    check_percent(text);
    (void)redacted_parameters(text, text);
    auto clean = redacted_answer(std::string(text));
    CHECK(without_card_numbers(clean) == clean);  // nothing is left to take out
    return 0;
}
