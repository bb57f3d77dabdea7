import Foundation
import ParleyNode
import StoreSQLite
import TestKit
import Testing
import TransparencyLog

@Suite struct SQLiteWitnessStoreTests {
    @Test("keeps what every witness's store promises", arguments: WitnessStoreContract.Rule.allCases)
    func contract(rule: WitnessStoreContract.Rule) throws {
        let places = Places()
        let contract = WitnessStoreContract {
            let path = try places.make() + "/witness.sqlite"
            return { try SQLiteWitnessStore(path: path) }
        }
        #expect(try contract.violations(of: rule) == [])
    }

    @Test func refusesAnotherSchema() throws {
        let places = Places()
        let path = try places.make() + "/witness.sqlite"
        try SQLiteWitnessStore(path: path).close()
        try SQLiteStoreTests.sqlite(path, "PRAGMA user_version = 7")
        #expect(throws: StoreError.self) { try SQLiteWitnessStore(path: path) }
    }
}
