/// Every body, queue and wait of the console, by name.
public struct ConsoleLimits: Sendable {
    /// Sessions at once.
    public var sessions = 10_000
    /// Of those, sessions of one officer.
    public var sessionsPerOfficer = 16
    /// Seconds that a session lasts at most: a shift and its hand-over.
    public var sessionSeconds = 16 * 3_600
    /// Seconds after which a session without a request ends.
    public var idleSessionSeconds = 4 * 3_600
    /// Challenges for passkeys that wait at once.
    public var challenges = 1_024
    /// Seconds that a challenge waits.
    public var challengeSeconds = 300
    /// Passkeys of one officer.
    public var passkeysPerOfficer = 8
    /// Passkeys in all.
    public var passkeys = 4_096
    /// Bytes of a body that signs in.
    public var signInBodyBytes = 16 * 1_024
    /// Bytes of an activity to be checked.
    public var checkBodyBytes = 1_024 * 1_024
    /// Open desks at once.
    public var desks = 4_096
    /// Of those, desks of one party.
    public var desksPerParty = 2_500
    /// Rows of one part of the desk.
    public var deskRows = 100
    /// Entries that the story of a record shows.
    public var storyEntries = 1_000
    /// Entries that are read in one step while stories are looked up.
    public var storyStep = 256
    /// Bytes of all files that the console serves.
    public var assetBytes = 16 * 1_024 * 1_024
    /// Bytes of the operator's own layers for the map.
    public var layerBytes = 64 * 1_024 * 1_024
    /// Inquiry bundles that are made at once.
    public var bundlesInFlight = 4
    /// Places that the gazetteer offers.
    public var gazetteerPlaces = 12

    /// The limits that a console starts with.
    public init() {}
}
