// The Stripe-Version header, and the Authorization header with everything that may stand in it.
#include <cstdint>

#include "api/authenticate.hpp"
#include "base/text.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view text(reinterpret_cast<char const*>(data), size);
    (void)bursar::api::Version::parse(text);
    bursar::Request request;
    request.authorization = text;
    bursar::json::object params;
    auto credentials = bursar::api::credentials_of(request, params);
    auto mask = bursar::api::mask_of(credentials.key);
    CHECK(bursar::letters_in(mask) == bursar::letters_in(credentials.key));
    return 0;
}
