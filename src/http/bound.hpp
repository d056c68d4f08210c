// How much of one thing (connections, bytes that wait, streams) all callers together and one of them may hold. Whoever
// takes some holds a Share, which gives it back when it ends. Any thread; a Bound outlives its shares.
//
// What always holds: one caller cannot take what the others need, and no number of callers more than there is.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace bursar::http {

enum class Taken { yes, too_much_of_one, too_much_in_all };

class Bound {
public:
    Bound(std::size_t in_all, std::size_t of_one) : in_all_(in_all), of_one_(of_one) {}

    class Share {
    public:
        Share() = default;
        Share(Bound& bound, std::string whose) : bound_(&bound), whose_(std::move(whose)) {}
        Share(Share&& other) noexcept { *this = std::move(other); }
        Share& operator=(Share&& other) noexcept;
        ~Share() { clear(); }

        Taken grow(std::size_t amount);  // not taken: as if it had not been asked for
        void clear();

    private:
        Bound* bound_ = nullptr;
        std::string whose_;
        std::size_t amount_ = 0;
    };

    // Of a caller; of one who stands for many (a proxy) the name is empty, and only the whole is counted.
    Share share_of(std::string whose) { return {*this, std::move(whose)}; }

private:
    Taken take(std::string const& whose, std::size_t amount);
    void give_back(std::string const& whose, std::size_t amount);

    std::size_t const in_all_, of_one_;
    std::mutex mutex_;
    std::size_t taken_ = 0;
    std::unordered_map<std::string, std::size_t> by_one_;
};

}  // namespace bursar::http
