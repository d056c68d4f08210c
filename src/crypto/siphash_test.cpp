#include "crypto/siphash.hpp"

#include <gtest/gtest.h>

#include <string>

namespace bursar::crypto {
namespace {

// The vectors that its authors published: key 00 01 .. 0f, texts "", 00, 00 01, 00 01 02 ...
TEST(SipHash, IsWhatItsAuthorsPublished) {
    std::uint64_t const expected[] = {0x726fdb47dd0e0e31, 0x74f839c593dc67fd, 0x0d6c8009d9a94f5a, 0x85676696d7fb7e2d,
                                      0xcf2794e0277187b7, 0x18765564cd99a68d, 0xcbc9466e58fee3ce, 0xab0200f58b01d137,
                                      0x93f5f5799a932462, 0x9e0082df0ba9e4b0, 0x7a5dbbc594ddb9f3, 0xf4b32f46226bada7,
                                      0x751e8fbc860ee5fb, 0x14ea5627c0843d90, 0xf723ca908e7af2ee, 0xa129ca6149be45e5};
    SipHash const hash(0x0706050403020100, 0x0f0e0d0c0b0a0908);
    std::string text;
    for (auto value : expected) {
        EXPECT_EQ(hash(text), value) << text.size();
        text.push_back(static_cast<char>(text.size()));
    }
}

TEST(SipHash, HangsOnItsSecret) {
    EXPECT_NE(SipHash("one")("text"), SipHash("another")("text"));
    EXPECT_EQ(SipHash("one")("text"), SipHash("one")("text"));
    EXPECT_NE(SipHash("one")("text"), SipHash("one")("texu"));
}

}  // namespace
}  // namespace bursar::crypto
