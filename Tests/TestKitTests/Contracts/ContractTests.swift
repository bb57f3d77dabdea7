import ParleyNode
import Statements
import TestKit
import Testing
import TransparencyLog

@Suite("store contract")
struct LogStoreContractTests {
    @Test("the memory store keeps it", arguments: LogStoreContract.Rule.allCases)
    func memory(rule: LogStoreContract.Rule) throws {
        let contract = LogStoreContract {
            let store = MemoryStore()
            return { store }
        }
        #expect(try contract.violations(of: rule) == [])
    }

    @Test("the simulated disk keeps it", arguments: LogStoreContract.Rule.allCases)
    func disk(rule: LogStoreContract.Rule) throws {
        let contract = LogStoreContract {
            let disk = SimulatedDisk()
            return { FaultyStore(disk: disk, seed: 1) }
        }
        #expect(try contract.violations(of: rule) == [])
    }

    @Test("a store that forgets when it is closed is caught")
    func forgetful() throws {
        let contract = LogStoreContract { { MemoryStore() } }
        for rule in [LogStoreContract.Rule.keepsNotes, .takesLargeEntries, .keepsTiles] {
            #expect(try contract.violations(of: rule) != [], "\(rule)")
        }
        // It does not even get as far as a sentence: the next batch no longer continues the log.
        #expect(throws: StoreError.self) { try contract.violations(of: .survivesReopening) }
    }

    @Test("a store that takes every batch is caught")
    func careless() throws {
        let contract = LogStoreContract {
            let store = CarelessStore()
            return { store }
        }
        for rule in [LogStoreContract.Rule.refusesOtherSizes, .commitsWholeBatches] {
            #expect(try contract.violations(of: rule) != [], "\(rule)")
        }
    }
}

@Suite("anchor contract")
struct CheckpointAnchorContractTests {
    @Test("the memory anchor keeps it", arguments: CheckpointAnchorContract.Rule.allCases)
    func memory(rule: CheckpointAnchorContract.Rule) throws {
        let contract = CheckpointAnchorContract {
            let anchor = MemoryAnchor()
            return { anchor }
        }
        #expect(try contract.violations(of: rule) == [])
    }

    @Test("an anchor that forgets is caught")
    func forgetful() throws {
        let contract = CheckpointAnchorContract { { MemoryAnchor() } }
        #expect(try contract.violations(of: .survivesReopening) != [])
    }
}

@Suite("vault contract")
struct BodyVaultContractTests {
    @Test("the memory vault keeps it", arguments: BodyVaultContract.Rule.allCases)
    func memory(rule: BodyVaultContract.Rule) throws {
        let contract = BodyVaultContract {
            let vault = MemoryVault()
            return { vault }
        }
        #expect(try contract.violations(of: rule) == [])
    }

    @Test("a vault that forgets, and one that never erases, are caught")
    func careless() throws {
        let forgetful = BodyVaultContract { { MemoryVault() } }
        for rule in [BodyVaultContract.Rule.keeps, .keepsAgain, .keepsAfterErasing, .takesLargeBodies] {
            #expect(try forgetful.violations(of: rule) != [], "\(rule)")
        }
        let hoarding = BodyVaultContract {
            let vault = HoardingVault()
            return { vault }
        }
        for rule in [BodyVaultContract.Rule.erases, .remembersErasing] {
            #expect(try hoarding.violations(of: rule) != [])
        }
    }
}

/// A vault that never erases.
private struct HoardingVault: BodyVault {
    let inner = MemoryVault()

    func keep(_ items: [VaultItem]) { inner.keep(items) }
    func opened(_ statements: [StatementHash]) -> [StatementHash: OpenedParts] { inner.opened(statements) }
    func sealed(_ statement: StatementHash) -> [UInt8]? { inner.sealed(statement) }
    func dropSealed(_ statement: StatementHash) {}
    func erase(_ statement: StatementHash) {}
    func erased(_ statements: [StatementHash]) -> Set<StatementHash> { [] }
}

/// A store that never looks at the size a batch continues.
private struct CarelessStore: LogStore {
    let inner = MemoryStore()

    func checkpoint() -> [UInt8]? { inner.checkpoint() }
    func commit(_ batch: CommitBatch) throws {
        let size = TreeSize(UInt64(inner.count))
        try inner.commit(
            CommitBatch(from: size, entries: batch.entries, tiles: batch.tiles, checkpoint: batch.checkpoint))
    }
    func entries(from index: EntryIndex, count: Int) -> [StoredEntry] { inner.entries(from: index, count: count) }
    func index(of hash: StatementHash) -> EntryIndex? { inner.index(of: hash) }
    func fullTile(level: Int, index: UInt64) -> [UInt8]? { inner.fullTile(level: level, index: index) }
    func note(_ key: String) -> [UInt8]? { inner.note(key) }
    func setNote(_ key: String, _ value: [UInt8]) { inner.setNote(key, value) }
}
