#include "money/charges/statement_descriptor.hpp"

#include <algorithm>
#include <cctype>

namespace bursar {

using charges::StatementDescriptor;

std::unexpected<Refusal> charges::refuse_long_descriptor(Path const& path, std::string_view, std::size_t) {
    return refuse("", path.text(), "The statement descriptor must be at most 22 characters.");
}

void KindOf<StatementDescriptor>::write(void const* value, std::string& out) {
    write_json_string(out, static_cast<StatementDescriptor const*>(value)->text);
}

Result<void> KindOf<StatementDescriptor>::read(void* value, json::value const& in, Path const& path, Source source) {
    charges::PayoutDescriptor short_enough;
    TRY_DO(kind_of<charges::PayoutDescriptor>.read(&short_enough, in, path, source));
    auto const& text = short_enough.text;
    if (std::ranges::none_of(text, [](unsigned char c) { return std::isalnum(c); }))
        return refuse("", path.text(), "The statement descriptor must contain at least one alphanumeric character.");
    if (std::ranges::none_of(text, [](unsigned char c) { return std::isalpha(c); }))
        return refuse("", path.text(), "The statement descriptor must contain at least one Latin character.");
    if (text.find_first_of("<>\\'\"*") != std::string::npos)
        return refuse("", path.text(), "The statement descriptor contains invalid characters: <>\\'\"*");
    static_cast<StatementDescriptor*>(value)->text = text;
    return {};
}

}  // namespace bursar
