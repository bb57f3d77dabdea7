/// Dead letters by delivery, and in the order in which they came.
struct LetterBox: Sendable {
    private var letters: [DeliveryID: (letter: DeadLetter, order: UInt64)] = [:]
    /// Some may be gone already, or have come again since.
    private var order: [(id: DeliveryID, order: UInt64)] = []
    private var nextOrder: UInt64 = 0

    var count: Int { letters.count }

    var oldestFirst: [DeadLetter] {
        order.compactMap { place in letters[place.id].flatMap { $0.order == place.order ? $0.letter : nil } }
    }

    subscript(id: DeliveryID) -> DeadLetter? { letters[id]?.letter }

    mutating func add(_ letter: DeadLetter) {
        nextOrder += 1
        letters[letter.delivery.id] = (letter, nextOrder)
        order.append((letter.delivery.id, nextOrder))
        guard order.count > 2 * letters.count + 64 else { return }
        order.removeAll { letters[$0.id]?.order != $0.order }
    }

    @discardableResult
    mutating func remove(_ id: DeliveryID) -> DeadLetter? { letters.removeValue(forKey: id)?.letter }

    mutating func removeOldest() -> DeliveryID? {
        while !order.isEmpty {
            let oldest = order.removeFirst()
            guard letters[oldest.id]?.order == oldest.order else { continue }
            letters[oldest.id] = nil
            return oldest.id
        }
        return nil
    }
}
