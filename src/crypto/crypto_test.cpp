#include "crypto/crypto.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace bursar::crypto {
namespace {

struct Vector {
    std::string key, data, digest;
};

// RFC 4231, section 4: test cases 1, 2, 6 and 7.
std::vector<Vector> const kVectors = {
    {std::string(20, '\x0b'), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {"Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {std::string(131, '\xaa'),
     "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed "
     "before being used by the HMAC algorithm.",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

TEST(Hmac, IsTheStandardOne) {
    for (auto const& [key, data, digest] : kVectors) EXPECT_EQ(hex(hmac_sha256(key, data)), digest) << data;
}

TEST(Hmac, GivesTheSameAgainToAnyThread) {
    for (auto const& [key, data, digest] : kVectors) {
        Hmac const hmac(key);
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int n = 0; n < 100; ++n) EXPECT_EQ(hex(hmac(data)), digest);
            });
        for (auto& thread : threads) thread.join();
    }
}

// RFC 4648, section 10.
TEST(Base64, IsTheStandardOne) {
    std::vector<std::pair<std::string, std::string>> const kTexts = {{"", ""},
                                                                     {"f", "Zg=="},
                                                                     {"fo", "Zm8="},
                                                                     {"foo", "Zm9v"},
                                                                     {"foob", "Zm9vYg=="},
                                                                     {"fooba", "Zm9vYmE="},
                                                                     {"foobar", "Zm9vYmFy"}};
    for (auto const& [text, encoded] : kTexts) {
        EXPECT_EQ(base64(text), encoded);
        EXPECT_EQ(from_base64(encoded), text);
    }
    std::string all;
    for (int c = 0; c < 256; ++c) all.push_back(static_cast<char>(c));
    EXPECT_EQ(from_base64(base64(all)), all);
    EXPECT_EQ(hex("\x01\xab\xff"), "01abff");
}

}  // namespace
}  // namespace bursar::crypto
