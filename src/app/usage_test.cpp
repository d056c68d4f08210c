#include "app/usage.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace bursar::app {

TEST(Usage, OfEveryCommandBeginsWithIt) {
    for (auto const& usage : usages()) {
        EXPECT_TRUE(usage.text.starts_with("usage: bursar " + std::string(usage.command))) << usage.command;
        EXPECT_NE(help().find("  " + std::string(usage.command) + " "), std::string::npos) << usage.command;
        EXPECT_TRUE(usage.text.ends_with('\n') && !usage.text.ends_with("\n\n")) << usage.command;
    }
}

TEST(Usage, NamesTheOptionsThatThereAre) {
    auto options = options_in("  --tls-cert FILE --tls-key FILE\n  [--live] a-b -- and --all, (--store)");
    EXPECT_TRUE(std::ranges::equal(
        options, std::to_array<std::string_view>({"--help", "--tls-cert", "--tls-key", "--live", "--all", "--store"})));
}

TEST(Usage, SuggestsTheNearest) {
    static constexpr std::string_view kWords[] = {"serve", "restore", "--listen", "--live", "list"};
    EXPECT_EQ(nearest("servr", kWords), ", did you mean `serve`?");
    EXPECT_EQ(nearest("sevre", kWords), ", did you mean `serve`?");
    EXPECT_EQ(nearest("--lisetn", kWords), ", did you mean `--listen`?");
    EXPECT_EQ(nearest("lst", kWords), ", did you mean `list`?");
    EXPECT_EQ(nearest("frobnicate", kWords), "");
    EXPECT_EQ(nearest("", kWords), "");
}

TEST(Usage, AnOptionOfAnotherCommandIsRefused) {
    check_options(usage_of("check"), {"--store", "memory:", "--store=memory:", "-"});
    EXPECT_THROW(check_options(usage_of("check"), {"--listen", "x"}), UsageError);
    EXPECT_THROW(check_options(usage_of("check"), {"--sotre=memory:"}), UsageError);
    EXPECT_THROW(usage_of("chek"), UsageError);
    check_word("keys", "roll");
    EXPECT_THROW(check_word("keys", "rol"), UsageError);
    EXPECT_THROW(check_word("keys", ""), UsageError);
}

}  // namespace bursar::app
