public import ParleyNode
import Statements
import TransparencyLog

/// What every `BodyVault` promises, as checks that any vault's tests can run; see `LogStoreContract` for how.
public struct BodyVaultContract {
    /// The promises.
    public enum Rule: String, CaseIterable, Sendable {
        /// A new vault has nothing and says so.
        case startsEmpty
        /// What was kept is read back, by the same vault and after opening it again.
        case keeps
        /// Keeping the same again changes nothing, and keeping anew replaces.
        case keepsAgain
        /// Sealed and opened are kept each for itself.
        case keepsApart
        /// What was erased is gone, also after opening again, and what stands beside it stays.
        case erases
        /// That a body was erased is remembered until one is kept anew.
        case remembersErasing
        /// What was erased may be kept anew.
        case keepsAfterErasing
        /// The largest bodies come back unchanged.
        case takesLargeBodies
    }

    typealias Findings = LogStoreContract.Findings

    private let place: () throws -> () throws -> any BodyVault

    /// The contract over vaults from `place`, which makes an empty place and returns what opens it, again and again.
    public init(place: @escaping () throws -> () throws -> any BodyVault) { self.place = place }

    /// What the vault does against `rule`, in sentences; empty when it keeps it.
    ///
    /// - Throws: whatever the vault throws where the rule has it succeed.
    public func violations(of rule: Rule) throws -> [String] {
        let open = try place()
        var found = Findings()
        switch rule {
        case .startsEmpty: try checkEmpty(open(), &found)
        case .keeps: try checkKeeps(open, &found)
        case .keepsAgain: try checkAgain(open, &found)
        case .keepsApart: try checkApart(open(), &found)
        case .erases: try checkErases(open, &found)
        case .remembersErasing: try checkRemembers(open, &found)
        case .keepsAfterErasing: try checkAfterErasing(open, &found)
        case .takesLargeBodies: try checkLarge(open, &found)
        }
        return found.sentences
    }

    private static func name(_ number: Int) -> StatementHash {
        StatementHash(Hash.sha256(of: Array("statement \(number)".utf8)))
    }

    private static func parts(_ number: Int, byteCount: Int = 20) throws -> OpenedParts {
        let text = String(repeating: "x", count: byteCount)
        let body = try OpenedBody(body: Bodies.reason("\(number) \(text)"))
        return OpenedParts(body, for: [PartyID(checked: "party-a"), PartyID(checked: "party-b")])
    }

    private static func sealed(_ number: Int) -> [UInt8] { Array("sealed \(number)".utf8) }

    private func checkEmpty(_ vault: any BodyVault, _ found: inout Findings) throws {
        found.require(try vault.opened([Self.name(1)]).isEmpty, "a new vault has an opened body")
        found.require(try vault.sealed(Self.name(1)) == nil, "a new vault has a sealed body")
        try vault.erase(Self.name(1))
        try vault.dropSealed(Self.name(1))
        try vault.keep([])
    }

    private func checkKeeps(_ open: () throws -> any BodyVault, _ found: inout Findings) throws {
        let vault = try open()
        let items = try (0..<300).map {
            VaultItem(statement: Self.name($0), sealed: Self.sealed($0), opened: try Self.parts($0))
        }
        try vault.keep(items)
        for vault in [vault, try open()] {
            let opened = try vault.opened(items.map(\.statement) + [Self.name(999)])
            found.require(opened.count == items.count, "\(opened.count) of \(items.count) opened bodies come back")
            for item in items {
                found.require(opened[item.statement] == item.opened, "an opened body is another")
                found.require(try vault.sealed(item.statement) == item.sealed, "a sealed body is another")
            }
        }
    }

    private func checkAgain(_ open: () throws -> any BodyVault, _ found: inout Findings) throws {
        let vault = try open()
        let item = VaultItem(statement: Self.name(1), sealed: Self.sealed(1), opened: try Self.parts(1))
        try vault.keep([item])
        try vault.keep([item])
        found.require(try vault.opened([Self.name(1)])[Self.name(1)] == item.opened, "the same again is another")
        let other = try Self.parts(2)
        try vault.keep([VaultItem(statement: Self.name(1), sealed: nil, opened: other)])
        for vault in [vault, try open()] {
            found.require(try vault.opened([Self.name(1)])[Self.name(1)] == other, "a body kept anew is the old one")
        }
    }

    private func checkApart(_ vault: any BodyVault, _ found: inout Findings) throws {
        let opened = try Self.parts(2)
        try vault.keep([
            VaultItem(statement: Self.name(1), sealed: Self.sealed(1), opened: nil),
            VaultItem(statement: Self.name(2), sealed: nil, opened: opened),
        ])
        found.require(try vault.opened([Self.name(1)]).isEmpty, "a sealed body counts as opened")
        found.require(try vault.sealed(Self.name(2)) == nil, "an opened body counts as sealed")
        try vault.keep([VaultItem(statement: Self.name(2), sealed: Self.sealed(2), opened: nil)])
        found.require(try vault.opened([Self.name(2)])[Self.name(2)] == opened, "keeping the sealed lost the opened")
        try vault.dropSealed(Self.name(2))
        found.require(try vault.sealed(Self.name(2)) == nil, "a dropped sealed body is still there")
        found.require(try vault.opened([Self.name(2)])[Self.name(2)] == opened, "dropping the sealed lost the opened")
    }

    private func checkErases(_ open: () throws -> any BodyVault, _ found: inout Findings) throws {
        let vault = try open()
        for number in 1...3 {
            try vault.keep([
                VaultItem(statement: Self.name(number), sealed: Self.sealed(number), opened: try Self.parts(number))
            ])
        }
        try vault.erase(Self.name(2))
        try vault.erase(Self.name(2))
        for vault in [vault, try open()] {
            found.require(try vault.opened([Self.name(2)]).isEmpty, "an erased body is still opened")
            found.require(try vault.sealed(Self.name(2)) == nil, "an erased body is still sealed")
            for number in [1, 3] {
                found.require(try vault.opened([Self.name(number)]).count == 1, "erasing one lost another")
                found.require(try vault.sealed(Self.name(number)) != nil, "erasing one lost another's sealed body")
            }
        }
    }

    private func checkRemembers(_ open: () throws -> any BodyVault, _ found: inout Findings) throws {
        let names = (1...4).map(Self.name)
        let vault = try open()
        found.require(try vault.erased(names).isEmpty, "a new vault has erased something")
        try vault.keep([VaultItem(statement: names[0], sealed: nil, opened: try Self.parts(1))])
        for name in names.prefix(3) { try vault.erase(name) }
        try vault.keep([VaultItem(statement: names[2], sealed: nil, opened: try Self.parts(3))])
        try vault.dropSealed(names[3])
        for vault in [vault, try open()] {
            found.require(try vault.erased(names) == Set(names.prefix(2)), "what was erased is not what is remembered")
            found.require(try vault.erased([names[3]]).isEmpty, "dropping a sealed body counts as erasing")
        }
    }

    private func checkAfterErasing(_ open: () throws -> any BodyVault, _ found: inout Findings) throws {
        let vault = try open()
        try vault.keep([VaultItem(statement: Self.name(1), sealed: nil, opened: try Self.parts(1))])
        try vault.erase(Self.name(1))
        let anew = try Self.parts(4)
        try vault.keep([VaultItem(statement: Self.name(1), sealed: nil, opened: anew)])
        for vault in [vault, try open()] {
            found.require(try vault.opened([Self.name(1)])[Self.name(1)] == anew, "what is kept after erasing is lost")
        }
    }

    private func checkLarge(_ open: () throws -> any BodyVault, _ found: inout Findings) throws {
        let vault = try open()
        let opened = try Self.parts(1, byteCount: OpenedBody.maximumBytes - 200)
        let sealed = [UInt8](repeating: 0x7A, count: SealedBody.maximumBytes)
        try vault.keep([VaultItem(statement: Self.name(1), sealed: sealed, opened: opened)])
        for vault in [vault, try open()] {
            found.require(try vault.opened([Self.name(1)])[Self.name(1)] == opened, "a large body is another")
            found.require(try vault.sealed(Self.name(1)) == sealed, "a large sealed body is another")
        }
    }
}
