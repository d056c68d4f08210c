// Form text into a tree, and the tree through the parameters of the widest endpoint.
#include <cstdint>

#include "base/form.hpp"
#include "intents/payment_intents/payment_intent.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    bursar::json::object tree;
    if (!bursar::add_form(tree, {reinterpret_cast<char const*>(data), size})) return 0;
    auto text = bursar::to_text(tree);
    CHECK(bursar::parse_document(text).is_object());
    (void)bursar::pretty(text);
    (void)bursar::read_params<bursar::payment_intents::Params>(tree);
    return 0;
}
