import TestKit
import Testing

@Suite struct MemoryDeliveryStoreTests {
    @Test("keeps what every delivery store promises", arguments: DeliveryStoreContract.Rule.allCases)
    func contract(rule: DeliveryStoreContract.Rule) throws {
        let contract = DeliveryStoreContract {
            let store = MemoryDeliveryStore()
            return { store }
        }
        #expect(try contract.violations(of: rule) == [])
    }
}
