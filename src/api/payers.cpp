#include "api/payers.hpp"

#include <algorithm>

#include "api/html_page.hpp"

namespace bursar::api {

// As the API names it, in a hash called card (or source_data and the like), and as the form of the page does.
static bool holds_card_number(json::object const& params) {
    return std::ranges::any_of(params, [](auto const& param) {
        std::string_view name = param.key();
        if (name == "number" || name == "cardNumber") return true;
        auto const* inner = param.value().if_object();
        return inner && holds_card_number(*inner);
    });
}

bool tries_card(Route const& route, json::object const& params) {
    if (route.method != "POST") return false;
    return route.pattern.ends_with("/confirm") || holds_card_number(params);
}

Reply too_many_page(std::string const& shops) {
    return reply_with(HtmlPage{.status = 429,
                               .title = "Too many tries",
                               .style = {},
                               .body = "<main><h1>Too many tries</h1><p>Please wait a minute, go back and try "
                                       "again.</p></main>",
                               .holders = shops});
}

}  // namespace bursar::api
