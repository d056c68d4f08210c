// bursar jobs: what is to be done later, for whoever looks after it (api/jobs.hpp). A server may be running beside.
#include <charconv>
#include <cstdio>

#include "app/commands.hpp"
#include "base/text.hpp"

namespace bursar::app {

namespace {

constexpr std::size_t kAtOnce = 1000;
constexpr std::size_t kPayloadLetters = 200;

void print(store::Job const& job) {
    auto state = job.parked ? std::string("parked") : "at " + day_of(job.run_at);
    std::printf("%llu  %s  %s  runs %d\n", static_cast<unsigned long long>(job.seq), job.kind.c_str(), state.c_str(),
                job.attempts);
    if (!job.problem.empty()) std::printf("    %s\n", job.problem.c_str());
    std::printf("    %s\n", std::string(cut(valid_utf8(job.payload), kPayloadLetters)).c_str());
}

void list(World& world, bool all) {
    auto session = world.engine->read();
    store::JobKey after{false, 0, INT64_MIN, 0};
    for (;;) {
        auto some = session->jobs_after(after, kAtOnce);
        for (auto const& job : some)
            if (all || job.parked || job.attempts > 0) print(job);
        if (some.size() < kAtOnce) return;
        after = some.back().key();
    }
}

Seq number_of(std::string const& word) {
    Seq number = 0;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size())
        throw UsageError("'" + word + "' is not the number of a job; `bursar jobs list` shows them");
    return number;
}

// All of them, or none.
void change(World& world, std::string const& what, std::vector<Seq> const& numbers) {
    auto session = world.engine->write();
    for (auto number : numbers)
        if (!(what == "retry" ? session->retry(number, world.clock.now()) : session->drop(number)))
            throw std::runtime_error("there is no job " + std::to_string(number) + "; `bursar jobs list` shows them");
    session->commit();
}

}  // namespace

int jobs(Arguments arguments) {
    auto options = take_options(arguments);
    bool all = take_flag(arguments, "--all");
    auto what = take_word(arguments, "jobs: list, retry or drop");
    check_word("jobs", what);
    if (what == "list") {
        no_more(arguments);
        list(*open_existing_world(options), all);
        return 0;
    }
    std::vector<Seq> numbers{number_of(take_word(arguments, "the number of a job"))};
    for (auto const& word : arguments) numbers.push_back(number_of(word));
    change(*open_existing_world(options), what, numbers);
    return 0;
}

}  // namespace bursar::app
