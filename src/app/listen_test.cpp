#include "app/listen.hpp"

#include <gtest/gtest.h>

#include "app/commands.hpp"

namespace bursar::app {

TEST(Listen, TakesNamesAndAddresses) {
    for (auto [listen, host, url] : {std::tuple("127.0.0.1:8420", "127.0.0.1", "http://127.0.0.1:8420"),
                                     {"localhost:8420", "localhost", "http://localhost:8420"},
                                     {"[::1]:8420", "::1", "http://[::1]:8420"},
                                     {":8420", "", "http://127.0.0.1:8420"},
                                     {"0.0.0.0:8420", "0.0.0.0", "http://127.0.0.1:8420"},
                                     {"[::]:8420", "::", "http://127.0.0.1:8420"}}) {
        auto address = address_of(listen);
        EXPECT_EQ(address.host, host) << listen;
        EXPECT_EQ(address.port, 8420) << listen;
        EXPECT_EQ(url_of(address, address.port, false), url) << listen;
    }
    EXPECT_EQ(url_of(address_of("pay.example:443"), 443, true), "https://pay.example:443");
}

TEST(Listen, RefusesWhatIsNoAddress) {
    for (auto listen : {"", "nowhere", "8420", "::1:8420", "[::1]", "localhost:", "localhost:65536", "localhost:80x",
                        "localhost:-1", "localhost: 80"})
        EXPECT_THROW(address_of(listen), UsageError) << listen;
}

}  // namespace bursar::app
