#include "base/networks.hpp"

#include <gtest/gtest.h>

#include "base/url.hpp"

namespace bursar {

static bool is_own(char const* text) { return Networks::is_own(*IpAddress::parse(text)); }

TEST(Networks, TellOurOwnFromTheInternet) {
    for (auto own : {"127.0.0.1", "10.1.2.3", "172.31.255.255", "192.168.0.9", "169.254.169.254", "::1", "fd00::1",
                     "fe80::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "0.0.0.0", "100.64.0.1"})
        EXPECT_TRUE(is_own(own)) << own;
    for (auto other : {"8.8.8.8", "172.32.0.1", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "100.128.0.1"})
        EXPECT_FALSE(is_own(other)) << other;
}

TEST(Networks, AllowWhatWasNamed) {
    auto networks = Networks::parse("10.0.0.0/8,127.0.0.1,fd00::/8");
    ASSERT_TRUE(networks);
    EXPECT_TRUE(networks->allow_host("10.255.0.1"));
    EXPECT_TRUE(networks->allow_host("127.0.0.1"));
    EXPECT_FALSE(networks->allow_host("127.0.0.2"));
    EXPECT_TRUE(networks->allow_host("fd12::1"));
    EXPECT_FALSE(networks->allow_host("localhost"));
    for (auto wrong : {"10.0.0.0/33", "10.0.0.0/", "ten", "10.0.0.0/8,,", "::/129", "10.0.0.0/-1"})
        EXPECT_FALSE(Networks::parse(wrong)) << wrong;
}

TEST(Networks, KnowWhoseRequestComesThroughProxies) {
    auto proxies = *Networks::parse("10.0.0.0/8,::1");
    EXPECT_EQ(proxies.sender("10.0.0.1", "203.0.113.9"), "203.0.113.9");
    EXPECT_EQ(proxies.sender("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2"), "203.0.113.9");
    EXPECT_EQ(proxies.sender("::1", "2001:db8::7"), "2001:db8::7");
    EXPECT_EQ(proxies.sender("203.0.113.9", "198.51.100.1"), "203.0.113.9") << "who is no proxy says what he likes";
    EXPECT_EQ(proxies.sender("10.0.0.1", ""), "10.0.0.1");
    EXPECT_EQ(proxies.sender("10.0.0.1", "203.0.113.9, unknown"), "10.0.0.1");
    EXPECT_EQ(Networks().sender("10.0.0.1", "203.0.113.9"), "10.0.0.1");
    EXPECT_EQ(subscriber_of("203.0.113.9"), "203.0.113.9");
    EXPECT_EQ(subscriber_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
}

TEST(Networks, KnowNamesThatLeadHome) {
    for (auto own :
         {"localhost", "a.localhost", "db.internal", "127.0.0.1", "2130706433", "0x7f.1", "127.1", "localhost."})
        EXPECT_TRUE(Networks::is_own_host(own)) << own;
    EXPECT_FALSE(Networks::is_own_host("example.com"));
}

TEST(Url, HasASchemeAndAHost) {
    EXPECT_EQ(Url::parse("HTTPS://User@Example.com:8443/a?b#c")->host, "example.com");
    EXPECT_EQ(Url::parse("http://[::1]:80/")->host, "::1");
    EXPECT_EQ(Url::parse("http://a?b@c")->host, "a");
    for (auto wrong : {"", "example.com/x", "://x", "http://", "http:///x", "http://a b/", "http://[::1", "h\\t://x"})
        EXPECT_FALSE(Url::parse(wrong)) << wrong;
}

}  // namespace bursar
