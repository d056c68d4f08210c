#include "base/url.hpp"

#include <gtest/gtest.h>

namespace bursar {

TEST(Url, IsTakenApart) {
    auto url = Url::parse("HTTPS://User:word@Shop.Example:8443/a?b#c");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->scheme, "https");
    EXPECT_EQ(url->host, "shop.example");
    EXPECT_EQ(url->port, "8443");
    EXPECT_TRUE(url->names_user);
    EXPECT_EQ(Url::parse("http://[::1]:80/")->host, "::1");
    EXPECT_EQ(Url::parse("http://[::1]:80/")->port, "80");
    EXPECT_EQ(Url::parse("http://a.example@b.example/")->host, "b.example");
}

TEST(WebUrl, IsHttpOrHttpsWithAHost) {
    for (auto good :
         {"https://shop.example", "http://localhost:3000/paid", "https://shop.example/a?b={CHECKOUT_SESSION_ID}#c",
          "HTTPS://SHOP.EXAMPLE", "https://[2001:db8::1]/x",
          "https://k\xc3\xbc"
          "che.example/gr\xc3\xbc\xc3\x9f"
          "e",
          "https://shop.example/a//b"})
        EXPECT_TRUE(WebUrl::parse(good)) << good;
    for (auto bad : {"",
                     "shop.example",
                     "//shop.example",
                     "/paid",
                     "javascript:alert(1)",
                     "javascript://shop.example/%0aalert(1)",
                     "JavaScript:alert(1)",
                     "data:text/html,x",
                     "data://x/y",
                     "vbscript:x",
                     "file:///etc/passwd",
                     "blob:https://x",
                     "https:shop.example",
                     "https:/shop.example",
                     "https://",
                     "https:///path",
                     "https://?a",
                     "myapp://paid",
                     "ftp://shop.example",
                     " https://shop.example",
                     "https://shop.example ",
                     "https://shop.example/a b",
                     "https://shop.example/\r\nSet-Cookie: a=b",
                     "https://shop.example\\@evil.example",
                     "https:\\\\shop.example",
                     "https://user@shop.example",
                     "https://shop.example:pass@evil.example",
                     "https://shop.example:port",
                     "https://shop.example:99999",
                     "https://shop example",
                     "https://[::1",
                     "https://[::1]x",
                     "https://a;b",
                     "ht\ttps://shop.example",
                     "https://shop.example/\x01",
                     "https://shop.example/\x7f"})
        EXPECT_FALSE(WebUrl::parse(bad)) << bad;
    EXPECT_FALSE(WebUrl::parse(std::string_view("https://shop.example/\0", 22)));
}

TEST(ReturnUrl, MayAlsoLeadToAnApp) {
    for (auto good : {"https://shop.example", "myapp://paid", "com.example.app://stripe-redirect?a=b", "myapp:///paid",
                      "exp://127.0.0.1:19000/--/paid"})
        EXPECT_TRUE(ReturnUrl::parse(good)) << good;
    for (auto bad :
         {"myapp:paid", "://paid", "1app://paid", "my app://paid", "javascript://x/%0aalert(1)", "data://x",
          "file:///x", "VBScript://x", "blob://x", "about://blank", "view-source://x", "intent://x#Intent;end",
          "filesystem://x", "myapp://paid\r\n", "http:///x", "chrome://settings", "myapp://user@paid"})
        EXPECT_FALSE(ReturnUrl::parse(bad)) << bad;
}

TEST(BrowserUrl, TakesAQueryBeforeTheFragment) {
    auto with = [](char const* url) { return ReturnUrl::parse(url)->with_query("c=d").text(); };
    EXPECT_EQ(with("https://a.example"), "https://a.example?c=d");
    EXPECT_EQ(with("https://a.example/?a=b"), "https://a.example/?a=b&c=d");
    EXPECT_EQ(with("https://a.example/#x?y"), "https://a.example/?c=d#x?y");
    EXPECT_EQ(with("myapp://paid#x"), "myapp://paid?c=d#x");
    EXPECT_THROW(WebUrl::parse("https://a.example")->with_query("a=b\r\n"), Broken);
}

TEST(BrowserUrl, OfOursIsAPath) {
    EXPECT_EQ(BrowserUrl::own("/c/pay/x").text(), "/c/pay/x");
    for (auto bad : {"", "c", "//evil.example", "/\\evil.example", "/a\r\n", "https://evil.example"})
        EXPECT_THROW(BrowserUrl::own(bad), Broken) << bad;
}

TEST(SiteUrl, MayLackItsScheme) {
    for (auto good : {"shop.example", "www.shop.example/tea", "https://shop.example"})
        EXPECT_TRUE(SiteUrl::is_good(good)) << good;
    for (auto bad : {"", "javascript:alert(1)", "https:", "//shop.example", "/tea", "shop example", "data:x",
                     "mailto:a@b.example", "a@b.example"})
        EXPECT_FALSE(SiteUrl::is_good(bad)) << bad;
}

TEST(WebUrl, AsAParameterRefusesByName) {
    auto field = kind_of<std::optional<WebUrl>>;
    std::optional<WebUrl> url;
    Path path{nullptr, "success_url"};
    auto refused = field.read(&url, json::value("javascript:alert(1)"), path, Source::parameters);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "url_invalid");
    EXPECT_EQ(refused.error().param, "success_url");
    EXPECT_EQ(refused.error().message, "Not a valid URL");
    ASSERT_TRUE(field.read(&url, json::value("https://shop.example"), path, Source::parameters));
    EXPECT_EQ(url->text(), "https://shop.example");
}

}  // namespace bursar
