import Coordination
import Geodesy
import Picture
import Statements
import StrictJSON
import TestKit
import Testing

@Suite("notifications")
struct NotificationTests {
    private let id = RecordID(owner: PartyID(checked: "un-hub"), subject: SubjectID(checked: "s"))

    private func site(_ world: Scenario) throws -> Coordination.Notification {
        guard case .notification(let found)? = world.picture.record(id) else {
            throw Scenario.Misuse(description: "no site")
        }
        return found
    }

    @Test("given a notice, when it is amended and withdrawn, then the last word holds and the first is kept")
    func life() throws {
        var world = try Scenario()
        let first = try world.say("un-hub", .notificationNotify, "s", Bodies.site("First"))
        #expect(try site(world).revision == 1)
        #expect(try site(world).notified.entry == first.entry)
        try world.tick(at: .test(60))
        #expect(try world.say("un-hub", .notificationAmend, "s", Bodies.site("Second")).refusal == nil)
        #expect(try site(world).revision == 2)
        #expect(try site(world).details.name.text() == "Second")
        #expect(try site(world).notified.entry == first.entry)
        #expect(try site(world).amended.loggedAt == .test(60))
        #expect(try world.say("un-hub", .notificationWithdraw, "s", Bodies.reason("moved")).refusal == nil)
        #expect(try site(world).isWithdrawn)
        #expect(try site(world).volumes.isEmpty)
        for (kind, body) in [(Kind.notificationAmend, Bodies.site()), (.notificationWithdraw, Bodies.reason("x"))] {
            #expect(try world.say("un-hub", kind, "s", body).refusal?.rule == "not-allowed-in-state")
        }
        // A name that was used stays used: what was withdrawn is not another site.
        #expect(try world.say("un-hub", .notificationNotify, "s", Bodies.site()).refusal?.rule == "record-exists")
    }

    @Test("given a validity that ended, then it shows as expired by the log's clock and only by it")
    func expiry() throws {
        var world = try Scenario()
        try world.say("un-hub", .notificationNotify, "s", Bodies.site(until: .test(100)))
        #expect(world.picture.record(id)?.state(at: world.picture.clock.now) == .active)
        world.log.now = .test(1_000)
        #expect(world.picture.record(id)?.state(at: world.picture.clock.now) == .active)
        try world.tick(at: .test(99))
        #expect(world.picture.record(id)?.state(at: world.picture.clock.now) == .active)
        try world.tick(at: .test(100))
        #expect(world.picture.record(id)?.state(at: world.picture.clock.now) == .expired)
    }

    @Test("a precision widens what others keep away from")
    func precision() throws {
        var world = try Scenario()
        let body = String(decoding: Bodies.site(), as: UTF8.self)
            .replacing(
                "\"standOffClass\"",
                with: "\"given\":{\"text\":\"near the mill\",\"precisionMetres\":250},\"standOffClass\"")
        #expect(try world.say("un-hub", .notificationNotify, "s", Array(body.utf8)).refusal == nil)
        #expect(try site(world).precisionMillimetres == 250_000)
    }

    static let broken: [(from: String, to: String, pointer: String)] = [
        ("\"static-site\"", "\"no-strike\"", "/body/category"),
        ("\"hospital\",\"name\"", "\"bunker\",\"name\"", "/body/kind"),
        ("{\"en\":\"Al-Quds hospital\"}", "{}", "/body/name"),
        ("{\"en\":\"Al-Quds hospital\"}", "{\"!\":\"x\"}", "/body/name/!"),
        ("{\"en\":\"Al-Quds hospital\"}", "{\"en\":\"\"}", "/body/name/en"),
        ("{\"en\":\"Al-Quds hospital\"}", "{\"en\":\"a\\u202Eb\"}", "/body/name/en"),
        ("\"lat\":36.2", "\"lat\":91", "/body/place/circle/centre/lat"),
        ("\"lat\":36.2", "\"lat\":36.20000001", "/body/place/circle/centre/lat"),
        ("\"lat\":36.2", "\"lat\":1e400", "/body/place/circle/centre/lat"),
        ("\"lon\":37.13", "\"lon\":180.5", "/body/place/circle/centre/lon"),
        ("\"radiusMetres\":50", "\"radiusMetres\":-1", "/body/place/circle"),
        ("\"radiusMetres\":50", "\"radiusMetres\":0.0001", "/body/place/circle/radiusMetres"),
        ("\"circle\":{", "\"sphere\":{", "/body/place/sphere"),
        ("\"from\":", "\"until\":\"2016-09-18T00:00:00Z\",\"from\":", "/body/valid"),
        ("\"by\":", "\"bye\":", "/body/consent/by"),
        ("\"phones\":[\"+963 11 000 0000\"]", "\"phones\":[]", "/body/contact"),
        ("\"role\":", "\"target\":\"x\",\"role\":", "/body/contact/target"),
        ("{\"category\"", "{\"approved\":true,\"category\"", "/body/approved"),
    ]

    @Test("a broken body names its field", arguments: broken)
    func refuses(from: String, to: String, pointer: String) throws {
        var world = try Scenario()
        let text = String(decoding: Bodies.site(), as: UTF8.self)
        let body = text.replacing(from, with: to)
        #expect(body != text, "'\(from)' is not in the body")
        let refusal = try world.say("un-hub", .notificationNotify, "s", Array(body.utf8)).refusal
        #expect(refusal?.rule == "malformed-body")
        #expect(refusal?.pointer == pointer)
        // A body outside the log is told about in the same words.
        let own = [PartyID(checked: "un-hub")]
        let sealed = try world.say("un-hub", .notificationNotify, "s", Array(body.utf8), audience: own).refusal
        #expect(sealed?.rule == "malformed-body")
        #expect(sealed?.pointer == pointer)
    }

    @Test("details write the body they were read from")
    func writes() throws {
        let body = Bodies.site(until: .test(600))
        let details = try NotificationDetails(body: JSONDocument(body, limits: .init(maximumBytes: 4_096)).root)
        var writer = JSONWriter()
        details.write(to: &writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == String(decoding: body, as: UTF8.self))
        let movement = Bodies.movement(legs: [(.test(0), .test(60)), (.test(60), .test(90))])
        let plan = try MovementDetails(body: JSONDocument(movement, limits: .init(maximumBytes: 4_096)).root)
        var second = JSONWriter()
        plan.write(to: &second)
        #expect(String(decoding: second.bytes, as: UTF8.self) == String(decoding: movement, as: UTF8.self))
    }

    @Test("no state, kind or field of a record means permission")
    func noPermission() {
        let words =
            Kind.allCases.map(\.rawValue) + RecordState.allCases.map(\.rawValue)
            + MovementOutcome.allCases.map(\.rawValue) + SiteKind.allCases.map(\.rawValue)
        for word in words {
            for banned in ["approv", "safe", "clear", "permit", "authori", "target", "strike", "unprotected"] {
                #expect(!word.contains(banned), "\(word)")
            }
        }
    }
}
