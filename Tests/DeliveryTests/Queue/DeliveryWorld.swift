import Delivery
import Geodesy
import Statements
import TestKit

/// A core over a store that survives crashes, and a world that answers as the test says.
struct DeliveryWorld {
    var core: DeliveryCore
    let store = MemoryDeliveryStore()
    let book: AddressBook
    let limits: DeliveryLimits
    var now = DeliveryBooks.noon
    var sent: [(at: Instant, assignment: DeliveryCore.Assignment)] = []
    private var flying: [DeliveryCore.Assignment] = []

    init(_ book: AddressBook, limits: DeliveryLimits = DeliveryLimits()) {
        self.book = book
        self.limits = limits
        core = DeliveryCore(book: book, limits: limits, seed: 1, at: DeliveryBooks.noon)
    }

    /// Stores and takes note of what is sent.
    mutating func take(_ step: DeliveryCore.Step) throws {
        try store.commit(step.changes)
        flying += step.sends
        sent += step.sends.map { (now, $0) }
    }

    mutating func enqueue(_ numbers: [Int], _ urgency: NoticeUrgency = .routine, awaitsReceipt: Bool = true) throws {
        let notices = numbers.map { number in
            (
                notice: DeliveryBooks.notice(number, urgency, awaitsReceipt: awaitsReceipt),
                recipients: book.recipients.map(\.id)
            )
        }
        try take(core.enqueue(notices, cursor: core.cursor + UInt64(numbers.count), at: now))
    }

    /// Lets everything under way end as `answer` says.
    mutating func land(_ answer: (DeliveryCore.Assignment) -> DeliveryOutcome?) throws {
        let landed = flying.map { ($0, answer($0)) }
        flying = []
        try take(core.finish(landed.map { (assignment: $0.0, outcome: $0.1) }, at: now))
    }

    /// Goes on until nothing is due before `seconds` from now, with every attempt ending at once.
    mutating func run(seconds: Int64, _ answer: (DeliveryCore.Assignment) -> DeliveryOutcome?) throws {
        let end = now.adding(seconds: seconds)
        var rounds = 0
        while rounds < 100_000 {
            rounds += 1
            while !flying.isEmpty { try land(answer) }
            let step = core.step(at: now)
            try take(step)
            guard flying.isEmpty else { continue }
            guard let wake = step.wake, wake <= end else { break }
            now = max(now, wake)
        }
        now = end
        try take(core.step(at: now))
    }

    /// The process dies and starts again from its store; what was under way is forgotten.
    mutating func crash() throws {
        flying = []
        core = DeliveryCore(try store.load(), book: book, limits: limits, seed: 2, at: now)
    }

    mutating func receive(_ number: Int, by officer: String, of party: String = "red-crescent") throws {
        let receipt = SignedReceipt(
            of: DeliveryBooks.notice(number).statement, by: PartyID(checked: party), OfficerID(checked: officer),
            in: DeliveryBooks.notice(1_000 + number).statement)
        try take(core.receive([receipt], at: now))
    }
}

extension DeliveryOutcome {
    static let down = DeliveryOutcome.failed(DeliveryFault(.unreachable, "nobody answers"))
    static let no = DeliveryOutcome.refused(DeliveryFault(.refused, "never"))
}
