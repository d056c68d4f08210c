#include "raw.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "store/engines/open.hpp"
#include "store/session.hpp"

namespace bursar::bench {

namespace {

struct Rows {
    std::vector<store::ObjectPtr> objects;
    std::vector<std::pair<Seq, store::Entry>> entries;
    std::vector<store::Sealed> sealed;
};

Rows rows_of(std::string const& url) {
    constexpr std::size_t kMost = 200'000;
    auto engine = store::open(url);
    auto reader = engine->read();
    Rows rows;
    for (Seq after = 0; rows.objects.size() < kMost;) {
        auto some = reader->objects_after(after, 10'000);
        if (some.empty()) break;
        after = some.back()->seq;
        rows.objects.insert(rows.objects.end(), some.begin(), some.end());
    }
    rows.entries = reader->entries_after(0, kMost);
    rows.sealed = reader->sealed_after(0, kMost);
    return rows;
}

// What flow n of `flows` left behind, under numbers of its own.
void write(store::Session& session, Rows const& rows, std::size_t n, std::size_t flows) {
    auto share = [&](std::size_t all, auto&& each) {
        for (auto i = all * n / flows; i < all * (n + 1) / flows; ++i) each(i);
    };
    share(rows.objects.size(), [&](std::size_t i) {
        auto object = *rows.objects[i];
        object.seq = session.fresh_seq(object.owner);
        session.insert(object,
                       {(object.owner * 1000 + object.id[0] % 10u) >> 1, (object.owner * 7 + object.id[1]) >> 1});
    });
    std::vector<store::Entry> lines;
    share(rows.entries.size(), [&](std::size_t i) { lines.push_back(rows.entries[i].second); });
    session.post(session.fresh_seq(), lines);
    share(rows.sealed.size(), [&](std::size_t i) {
        auto record = rows.sealed[i];
        record.seq = session.fresh_seq();
        session.put_sealed(record);
    });
}

}  // namespace

double raw_engine(std::string const& from, std::string const& to, std::size_t flows, std::size_t batch) {
    auto rows = rows_of(from);
    auto engine = store::open(to);
    std::atomic<std::size_t> next = 0;
    auto const most = std::min<std::size_t>(flows, 20'000);  // enough to measure
    if (engine->concurrency() > 1) batch = 1;
    auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (int t = 0; t < engine->concurrency(); ++t)
        threads.emplace_back([&] {
            for (std::size_t n; (n = next.fetch_add(batch)) < most;) {
                auto session = engine->write();
                for (auto i = n; i < std::min(n + batch, most); ++i) write(*session, rows, i, flows);
                session->commit();
            }
        });
    for (auto& thread : threads) thread.join();
    return static_cast<double>(most) / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void fill(std::string const& url, std::uint64_t count) {
    constexpr std::uint64_t kPerCommit = 20'000;
    auto engine = store::open(url);
    auto models = engine->read()->objects_after(0, 1000);
    auto model = *std::ranges::find_if(models, [](auto const& object) { return object->id.starts_with("cus_"); });
    for (std::uint64_t done = 0; done < count; done += kPerCommit) {
        auto session = engine->write();
        for (std::uint64_t i = 0; i < std::min(kPerCommit, count - done); ++i) {
            auto object = *model;
            object.seq = session->fresh_seq(object.owner);
            object.id = "cus_filler" + std::to_string(object.seq);
            session->insert(object, {model->owner * 1000 >> 1, store::hash64(object.id, 0) >> 1});
        }
        session->commit();
    }
}

}  // namespace bursar::bench
