#include "api/html_page.hpp"

#include "base/html.hpp"
#include "crypto/crypto.hpp"

namespace bursar::api {

static std::string hash_of(std::string_view text) {
    auto digest = crypto::sha256(text);
    return "'sha256-" + crypto::base64({reinterpret_cast<char const*>(digest.data()), digest.size()}) + '\'';
}

static std::string policy_of(HtmlPage const& page) {
    std::string out = "default-src 'none'; base-uri 'none'";
    if (!page.style.empty()) out += "; style-src " + hash_of(page.style);
    if (!page.module.empty()) out += "; script-src 'self'";
    if (!page.script.empty()) out += "; script-src " + hash_of(page.script);
    return out + "; form-action " + page.forms + "; frame-ancestors " +
           (page.holders.empty() ? "'none'" : page.holders);
}

std::string HtmlPage::forms_to(std::optional<BrowserUrl> const& last) {
    std::string out = "'self' https: http:";
    if (last && !last->text().starts_with("http")) out += ' ' + last->scheme() + ':';
    return out;
}

std::string href(BrowserUrl const& url) { return "href=\"" + escaped(url.text()) + '"'; }

Reply reply_with(HtmlPage const& page) {
    MUST(page.module.empty() || page.script.empty());
    std::string html =
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>";
    html += escaped(page.title) + "</title>";
    if (!page.style.empty()) html += "<style>" + page.style + "</style>";
    if (!page.module.empty()) html += "<script type=\"module\" src=\"" + std::string(page.module) + "\"></script>";
    html += "</head><body";
    if (!page.body_class.empty()) html += " class=\"" + std::string(page.body_class) + '"';
    html += '>' + page.body;
    if (!page.script.empty()) html += "<script>" + std::string(page.script) + "</script>";
    html += "</body></html>\n";

    std::vector<Header> headers{{"Content-Security-Policy", policy_of(page)},
                                {"Referrer-Policy", "no-referrer"},
                                {"Cache-Control", "no-store"}};
    if (page.holders.empty()) headers.push_back({"X-Frame-Options", "DENY"});
    if (page.location) headers.push_back({"Location", page.location->text()});
    return {.status = page.status, .body = std::move(html), .page = PageHeaders(std::move(headers))};
}

Response page_response(HtmlPage const& page) {
    auto reply = reply_with(page);
    return {.status = reply.status,
            .headers = reply.page->all(),
            .content_type = "text/html; charset=utf-8",
            .body = std::move(reply.body),
            .own_headers = true};
}

bool asks_for_page(Request const& request) { return request.accept.find("text/html") != std::string::npos; }

}  // namespace bursar::api
