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

extension RefusalTests {
    static let orderCases: [Case] = [
        (
            "replayed", "the same statement again",
            { world in
                let said = try world.draft("un-hub", .notificationNotify, "s", Self.site)
                try world.submit(said, of: "un-hub")
                return try Self.submit(&world, said)
            }
        ),
        (
            "forked", "another statement with a number that is taken",
            { world in
                let other = try world.draft("un-hub", .notificationNotify, "other", Self.site)
                try world.say("un-hub", .notificationNotify, "s", Self.site)
                return try Self.submit(&world, other)
            }
        ),
        (
            "forked", "the right number after another statement",
            { world in
                try Self.submit(&world, Self.draft(world) { $0.previous = StatementHash(.emptyTree) })
            }
        ),
        (
            "out-of-order", "a number too far ahead",
            { world in
                try Self.submit(&world, Self.draft(world) { $0.sequence += 1 })
            }
        ),
        (
            "seen-ahead", "a tree larger than the log",
            { world in
                try Self.submit(&world, Self.draft(world) { $0.seen = TreeHead(size: TreeSize(999), root: .emptyTree) })
            }
        ),
        (
            "seen-other-root", "a root that this log never had",
            { world in
                let size = world.log.head.size
                return try Self.submit(&world, Self.draft(world) { $0.seen = TreeHead(size: size, root: .emptyTree) })
            }
        ),
        (
            "seen-stale", "a checkpoint of the day before yesterday",
            { world in
                let old = world.log.head
                try world.tick(at: .test(40_000))
                try world.tick(at: .test(80_000))
                try world.tick(at: .test(200_000))
                return try Self.submit(&world, Self.draft(world) { $0.seen = old })
            }
        ),
        (
            "seen-went-back", "an older tree than the statement before had seen",
            { world in
                let old = world.log.head
                try world.tick(at: .test(10))
                try world.say("un-hub", .notificationNotify, "s", Self.site)
                return try Self.submit(&world, Self.draft(world) { $0.seen = old })
            }
        ),
        (
            "backdated", "said before the tree it has seen was signed",
            { world in
                try world.tick(at: .test(7_200))
                return try world.say("un-hub", .notificationNotify, "s", Self.site, saidAt: .test(3_600)).refusal
            }
        ),
        (
            "from-the-future", "said five minutes and a second ahead",
            { world in
                try world.say("un-hub", .notificationNotify, "s", Self.site, saidAt: .test(301)).refusal
            }
        ),
        (
            "clock-went-back", "the node logs an earlier time",
            { world in
                try world.tick(at: .test(60))
                let head = try #require(world.picture.chains[ChainID(world.accord.host.party, .node)])
                var writer = StatementWriter(accord: world.accord.id, party: world.accord.host.party)
                writer.sequence = head.sequence
                writer.previous = head.hash
                writer.seen = world.log.head
                let body = Command.tickBody(.test(59))
                let kind = Kind.clockTick.name
                return try Self.submit(
                    &world, writer.draft(kind, "clock", body, at: .test(60), as: .node, with: world.accord.nodeKey))
            }
        ),
    ]
}
