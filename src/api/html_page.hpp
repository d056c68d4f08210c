// Pages for a person's browser, made in one place: no HTML is answered without what a browser is to keep it from.
//
// What always holds of a page: nothing runs in it, loads into it, styles it or holds it in a frame but what it names
// here (Content-Security-Policy; its style and script by their hash); what it sends goes where it says; its address,
// which may hold a secret, goes nowhere (Referrer-Policy), and neither copies nor other origins' scripts keep it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/route.hpp"
#include "base/message.hpp"
#include "base/url.hpp"

namespace bursar::api {

struct HtmlPage {
    int status = 200;
    std::string title;
    std::string style;  // a sheet
    std::string body;   // what stands inside <body>, escaped
    std::string_view body_class = {};
    std::string_view module = {};             // the path of a script of ours
    std::string_view script = {};             // a literal that stands in the page
    std::string forms = kNoForms;             // where they lead, with every redirect after that
    std::string holders = {};                 // whose pages may hold it in a frame; empty: none
    std::optional<BrowserUrl> location = {};  // of a redirect

    static constexpr char kNoForms[] = "'none'", kOwnForms[] = "'self'";
    // To us and from there on to where a shop, or its app at `last`, takes over; a shop may send on further.
    static std::string forms_to(std::optional<BrowserUrl> const& last);
};

Reply reply_with(HtmlPage const& page);

// Of no endpoint: without a transaction.
Response page_response(HtmlPage const& page);
// Whether it is a browser that shows what it gets.
bool asks_for_page(Request const& request);

// The attribute of a link: href="...". No page leads to what was not parsed.
std::string href(BrowserUrl const& url);

}  // namespace bursar::api
