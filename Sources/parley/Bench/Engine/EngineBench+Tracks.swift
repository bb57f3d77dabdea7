extension EngineBench {
    /// Milliseconds to take in one cycle of the tracks and find every encounter among them; `nil` where the program has
    /// no picture of tracks to measure.
    func measureTracks(_ tracks: [WorkloadTrack]) throws -> Double? { nil }
}
