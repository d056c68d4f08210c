// A transaction on one connection of PostgreSQL. Nothing is sent before the first statement; BEGIN goes with it.
#pragma once

#include <functional>

#include "store/changes.hpp"
#include "store/postgres/connection.hpp"

namespace bursar::store::postgres {

// Numbers for new rows, shared by all transactions of one server.
class Numbers {
public:
    virtual ~Numbers() = default;
    virtual Seq fresh_seq(Owner near) = 0;
    virtual std::int64_t fresh_place() = 0;
};

class PostgresTransaction final : public Transaction {
public:
    // `done` gives the connection back.
    PostgresTransaction(std::unique_ptr<Connection> connection, Numbers& numbers, bool writes,
                        std::function<void(std::unique_ptr<Connection>)> done);
    ~PostgresTransaction() override;

    void commit(Changes const& changes) override;
    Seq fresh_seq(Owner near) override { return numbers_.fresh_seq(near); }
    std::int64_t fresh_order(Seq) override { return numbers_.fresh_place(); }
    std::optional<Object> find(Seq seq) override;
    std::optional<Place> place_of(Seq seq) override;
    bool is_listed(ListKey key, Place place) override;
    std::vector<Place> older(ListKey key, Place before, std::size_t limit) override;
    std::vector<Place> newer(ListKey key, Place after, std::size_t limit) override;
    std::vector<Balance> balances(Owner owner, std::string_view account) override;
    std::optional<IdempotentAnswer> idempotent(IdempotencyKey const& key) override;
    std::vector<Job> due(Seq clock, Timestamp now, std::size_t limit) override;
    std::optional<Job> alarm(Seq subject, std::string_view kind) override;
    std::optional<Job> find_job(Seq seq) override;
    std::vector<Job> jobs_after(JobKey key, std::size_t limit) override;
    std::size_t count_parked_jobs() override;
    std::optional<Sealed> find_sealed(Seq seq) override;
    std::optional<ApiKey> find_api_key(std::string_view digest) override;
    std::optional<std::string> setting(std::string_view name) override;
    std::vector<Object> objects_after(Seq seq, std::size_t limit) override;
    std::vector<Listing> listings_after(Listing listing, std::size_t limit) override;
    std::vector<std::pair<Seq, Entry>> entries_after(Seq transaction, std::size_t limit) override;
    std::vector<Sealed> sealed_after(Seq seq, std::size_t limit) override;
    std::vector<ApiKey> api_keys() override;

private:
    Rows ask(char const* sql, Parameters const& parameters = Parameters());
    void begin();
    void write(Changes const& changes);
    void write_jobs(Changes const& changes);
    void write_keys(Changes const& changes);
    void write_money(Changes const& changes);

    std::unique_ptr<Connection> connection_;
    Numbers& numbers_;
    bool writes_, begun_ = false, ended_ = false;
    std::function<void(std::unique_ptr<Connection>)> done_;
};

}  // namespace bursar::store::postgres
