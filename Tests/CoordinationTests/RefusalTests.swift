import Coordination
import Foundation
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import TestKit
import Testing
import TransparencyLog

/// Every rule that can refuse a statement, reached through the whole way of a statement.
@Suite("refusals")
struct RefusalTests {
    typealias Case = (rule: String, name: String, reach: @Sendable (inout Scenario) throws -> Refusal?)

    static let site = Bodies.site()
    static let convoy = Bodies.movement(legs: [(.test(600), .test(1_200)), (.test(1_200), .test(1_800))])

    static let cases = speakerCases + orderCases + contentCases + bodyCases + mechanismCases

    @Test("is refused by the rule, and leaves the log as it was", arguments: cases.indices)
    func reached(number: Int) throws {
        let (rule, name, reach) = Self.cases[number]
        var world = try Scenario()
        let refusal = try reach(&world)
        #expect(refusal?.rule == rule, "\(name): \(refusal.map { "\($0.rule): \($0)" } ?? "it was taken")")
        #expect(refusal.map { !"\($0)".isEmpty } == true)
        #expect(world.log.store.count == Int(world.log.state.size.value))
        if let pointer = refusal?.pointer, !pointer.isEmpty { #expect(pointer.hasPrefix("/")) }
    }

    @Test("every rule that the sources name is reached above")
    func complete() throws {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Coordination/Refusal.swift")
        let text = try String(contentsOf: source, encoding: .utf8)
        let names = text.matches(of: /case \.[^:]*: "([a-z-]+)"/).map { String($0.output.1) }
        let reached = Set(Self.cases.map(\.rule))
        #expect(names.count > 40)
        #expect(Set(names).subtracting(reached).sorted() == [], "rules that no test reaches")
        #expect(reached.subtracting(names).sorted() == [], "rules that the sources do not name")
    }

    static func submit(_ world: inout Scenario, _ said: SaidStatement) throws -> Refusal? {
        let before = world.log.state.size
        let outcome = try #require(try world.log.submit([said]).first)
        if outcome.refusal != nil { #expect(world.log.state.size == before) }
        return outcome.refusal
    }

    /// A site notified by un-hub with something about its chain, key, kind or officer changed.
    static func draft(
        _ world: Scenario, key: SigningKey? = nil, officer: OfficerID? = nil,
        kind: StatementKind = Kind.notificationNotify.name, _ change: (inout StatementWriter) -> Void = { _ in }
    ) throws -> SaidStatement {
        let member = try #require(world.accord.member("un-hub"))
        var writer = try #require(world.writers[member.party])
        change(&writer)
        return try writer.draft(
            kind, "changed", site, at: world.log.now, as: officer ?? member.officer, with: key ?? member.officerKey)
    }
}
