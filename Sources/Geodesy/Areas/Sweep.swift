/// The spans of pieces along one axis, in order, so that only pieces near one another are compared.
struct Sweep {
    struct Span {
        var low: Double
        var high: Double
        var piece: Int
    }

    let sorted: [Span]

    /// Takes the axis along which the middles spread most.
    init(_ pieces: [CoreGeometry.Piece]) {
        guard let first = pieces.first else {
            sorted = []
            return
        }
        let bounds = pieces.reduce((low: first.middle, high: first.middle)) {
            ($0.low.lower($1.middle), $0.high.upper($1.middle))
        }
        let spread = bounds.high - bounds.low
        let axis: (Vector3) -> Double =
            if spread.x >= spread.y, spread.x >= spread.z {
                { $0.x }
            } else if spread.y >= spread.z {
                { $0.y }
            } else {
                { $0.z }
            }
        var spans: [Span] = []
        spans.reserveCapacity(pieces.count)
        for (index, piece) in pieces.enumerated() {
            let (a, b) = (axis(piece.a), axis(piece.b))
            let margin = piece.slack + 0.01
            spans.append(Span(low: min(a, b) - margin, high: max(a, b) + margin, piece: index))
        }
        sorted = spans.sorted { $0.low != $1.low ? $0.low < $1.low : $0.piece < $1.piece }
    }
}
