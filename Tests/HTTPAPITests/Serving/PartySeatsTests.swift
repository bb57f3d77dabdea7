import Statements
import Testing

@testable import HTTPAPI

@Suite struct PartySeatsTests {
    @Test("one party's checks leave the others' seats alone, and a seat given back can be taken again")
    func sharesByParty() throws {
        let seats = PartySeats(2)
        let (loud, quiet) = (try PartyID("loud"), try PartyID("quiet"))
        #expect(seats.take(loud) && seats.take(loud))
        #expect(!seats.take(loud))
        #expect(seats.take(quiet))
        seats.giveBack(loud)
        #expect(seats.take(loud))
        #expect(!seats.take(loud))
    }
}
