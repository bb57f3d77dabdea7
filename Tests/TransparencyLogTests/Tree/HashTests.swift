import Testing
import TransparencyLog

@Suite struct HashTests {
    @Test("FIPS 180-4 and RFC 6962 values")
    func knownValues() {
        #expect(
            Hash.sha256(of: Array("abc".utf8)).hex == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
        #expect(Hash.emptyTree.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(Hash.emptyTree.base64 == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        #expect(Hash.leaf(of: []).hex == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")
        #expect(Hash.leaf(of: []) == Hash.sha256(of: [0]))
        let left = Hash.leaf(of: [1])
        let right = Hash.leaf(of: [2])
        #expect(Hash.node(left, right) == Hash.sha256(of: [1] + left.bytes + right.bytes))
        #expect(Hash.node(left, right) != Hash.node(right, left))
    }

    @Test func slicesAndArraysAgree() {
        var random = SplitMix64(seed: 2)
        for count in [0, 1, 55, 56, 63, 64, 65, 119, 600] {
            let bytes = random.bytes(count)
            let slice = ([9, 9] + bytes + [9]).dropFirst(2).dropLast()
            #expect(Hash.sha256(of: slice) == Hash.sha256(of: bytes))
            #expect(Hash.leaf(of: slice) == Hash.leaf(of: bytes))
            #expect(Hash.leaf(of: bytes) == Hash.sha256(of: [0] + bytes))
        }
    }

    @Test func textFormsRoundTripAndOthersAreRefused() {
        let hash = Hash.sha256(of: [1, 2, 3])
        #expect(Hash(base64: hash.base64) == hash)
        #expect(Hash(hex: hash.hex) == hash)
        #expect(Hash(bytes: hash.bytes) == hash)
        #expect(Hash(bytes: ([0] + hash.bytes)[1...]) == hash)
        #expect(Hash(bytes: hash.bytes + [0]) == nil)
        #expect(Hash(bytes: Array(hash.bytes.dropLast())) == nil)
        #expect(Hash(bytes: []) == nil)
        #expect(Hash(base64: String(hash.base64.dropLast())) == nil)
        #expect(Hash(base64: hash.base64 + "AAAA") == nil)
        #expect(Hash(hex: hash.hex.uppercased()) == nil)
        var bytes: [UInt8] = [7]
        hash.append(to: &bytes)
        #expect(bytes == [7] + hash.bytes)
        #expect("\(hash)" == hash.base64)
    }

    @Test func ordersAsItsBytes() {
        var random = SplitMix64(seed: 3)
        let hashes = (0..<200).compactMap { _ in Hash(bytes: [0, 0, 0, 0, 0, 0, 0] + random.bytes(25)) }
        let sorted = hashes.sorted()
        #expect(sorted == hashes.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) })
        #expect(!(sorted[0] < sorted[0]))
    }
}
