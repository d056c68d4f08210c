#include "events/webhook_deliveries/webhook_delivery.hpp"

#include <gtest/gtest.h>

#include "events/webhook_endpoints/delivery.hpp"
#include "events/webhook_endpoints/subscriptions.hpp"
#include "events/webhook_endpoints/webhook_endpoint.hpp"
#include "store/memory/memory.hpp"

namespace bursar::webhook_deliveries {

using namespace api;
using webhook_endpoints::Delivery;
using webhook_endpoints::DeliveryStatus;
using webhook_endpoints::Status;
using webhook_endpoints::WebhookEndpoint;

// One platform, one endpoint, one event on its way to it, and a clock that is moved by hand.
struct World {
    explicit World(bool live = false) {
        caller.livemode = live;
        caller.platform = session->fresh_seq();
        caller.owner = caller.platform_owner();
        caller.account_id = caller.platform_id = "acct_1platform00000000";
        endpoint.id = tx().fresh_id<WebhookEndpoint>();
        endpoint.url = "https://example.com";
        endpoint.enabled_events = {"*"};
        endpoint.answered_at = clock.now();
        endpoint.secret_record = static_cast<std::int64_t>(vault::put(*session, keys, vault::SecretNumber("whsec_a")));
        tx().insert(endpoint);
        event = tx().fresh_id("evt");
        session->insert({.seq = tx().seq_of(event),
                         .owner = caller.owner,
                         .id = event,
                         .document = R"({"id":")" + event + R"(","object":"event","type":"customer.created"})",
                         .state = "{}"},
                        {});
    }
    Tx tx() { return Tx(environment, *session, caller); }
    void stage(bool resend = false) {
        auto own = tx();
        webhook_endpoints::stage_for(own, event, endpoint.id, resend);
    }
    std::vector<store::Job> jobs() { return session->due(INT64_MAX / 2, 100); }  // whenever they are due
    void answer(int status) {
        auto job = jobs().at(0);
        auto own = tx();
        auto payload = parse_document(job.payload);
        record(own, job, payload.as_object(), Outcome{.sent_at = clock.now(), .status = status});
    }
    Delivery delivery() {
        auto own = tx();
        return webhook_endpoints::deliveries_of(own, event).at(0);
    }

    ManualClock clock{1'795'000'000};
    SeededRandom random{7};
    vault::Keys keys{{std::string(64, 'a')}};
    vault::DataKeys data_keys = vault::DataKeys::from_seed("deliveries");
    std::unique_ptr<store::Engine> engine = store::open_memory();
    std::unique_ptr<store::Session> session = engine->write();
    Environment environment{.clock = clock,
                            .random = random,
                            .vault_keys = keys,
                            .data_keys = data_keys,
                            .ids = IdCipher(7),
                            .list_keys = ListKeys("lists")};
    Caller caller;
    WebhookEndpoint endpoint;
    std::string event;
};

TEST(WebhookDeliveries, AreRepeatedAsLongAsTheModeSays) {
    for (bool live : {false, true}) {
        World world(live);
        world.stage();
        auto began = world.clock.now();
        int attempts = 0;
        for (; !world.jobs().empty(); ++attempts) {
            world.clock.advance(std::max<Timestamp>(0, world.jobs().at(0).run_at - world.clock.now()));
            world.answer(500);
        }
        EXPECT_EQ(attempts, live ? 11 : 4);
        EXPECT_EQ(world.delivery().status, DeliveryStatus::failed);
        auto took = world.clock.now() - began;
        EXPECT_GT(took, live ? 64 * kHour : 3 * kHour);
        EXPECT_LT(took, live ? 80 * kHour : 5 * kHour);
    }
}

TEST(WebhookDeliveries, EndWithAnAnswer) {
    World world;
    world.stage();
    world.answer(500);
    EXPECT_EQ(world.delivery().status, DeliveryStatus::pending);
    EXPECT_TRUE(world.delivery().next_attempt);
    world.answer(204);
    EXPECT_EQ(world.delivery().status, DeliveryStatus::succeeded);
    EXPECT_EQ(world.delivery().attempts.size(), 2u);
    EXPECT_TRUE(world.jobs().empty());
}

TEST(WebhookDeliveries, SentAgainByHandLeaveTheScheduleAlone) {
    World world;
    world.stage();
    world.answer(500);
    ASSERT_EQ(world.jobs().size(), 1u);  // the first retry
    auto next = world.jobs().at(0).run_at;
    world.stage(true);
    world.answer(500);  // leased, so due before the retry
    ASSERT_EQ(world.jobs().size(), 1u);
    EXPECT_EQ(world.jobs().at(0).run_at, next);
    EXPECT_EQ(world.delivery().next_attempt, next);
}

TEST(WebhookDeliveries, DisableAnEndpointThatNobodyAnswersAt) {
    World world;
    auto status = [&] { return world.tx().get<WebhookEndpoint>(world.endpoint.id).status; };
    for (int day = 0; day <= 8; ++day) {
        EXPECT_EQ(status(), Status::enabled) << day;
        world.stage(true);
        world.answer(500);
        world.clock.advance(kDay);
    }
    EXPECT_EQ(status(), Status::disabled);
    world.stage();
    auto payload = parse_document(world.jobs().at(0).payload);
    auto own = world.tx();
    EXPECT_FALSE(pack(own, payload.as_object())) << "nothing is sent to it any more";
}

TEST(WebhookDeliveries, AreSignedWithBothSecretsWhileOneReplacesTheOther) {
    World world;
    auto own = world.tx();
    auto rolled = webhook_endpoints::roll_secret(own, world.endpoint, kHour);
    EXPECT_EQ(webhook_endpoints::signing_secrets(own, world.endpoint), (std::vector<std::string>{rolled, "whsec_a"}));
    world.clock.advance(kHour);
    auto later = world.tx();
    EXPECT_EQ(webhook_endpoints::signing_secrets(later, world.endpoint), std::vector<std::string>{rolled});
}

// The official libraries' own example: t.body under the whole secret.
TEST(Signature, IsHmacOverTimeAndBody) {
    auto text = signature({"whsec_test_secret"}, 1'700'000'000, R"({"id":"evt_1"})", true);
    EXPECT_TRUE(text.starts_with("t=1700000000,v1=")) << text;
    EXPECT_EQ(text.size(), sizeof("t=1700000000,v1=") - 1 + 64);
    EXPECT_NE(signature({"a", "b"}, 1, "x", false).find(",v0="), std::string::npos);
}

}  // namespace bursar::webhook_deliveries
