import Geodesy
import Testing

@testable import AccessFigures

/// Convoys whose numbers were published.
@Suite struct ConvoyFixtureTests {
    private static func source(_ entry: UInt64) -> SourceRef { SourceRef(entry: entry, statement: "s\(entry)") }

    @Test("the plan of September 2016: 33 agreed, 15 in full, 6 came to their place")
    func syrianPlan() throws {
        var facts = AccessFacts(Snapshots.reading)
        for number in 0..<33 {
            var convoy = ConvoyFact(
                id: "convoy:\(number)", requester: "UN", place: Place("place \(number)"),
                requestedAt: RandomFacts.instant("2016-08-20T09:00:00Z"), answer: number < 15 ? .full : .partial,
                sources: [Self.source(UInt64(number))])
            convoy.plan = "September 2016"
            convoy.isOver = true
            convoy.outcome = number % 6 == 0 ? .facilitated : .impededNotCompleted
            facts.convoys.append(convoy)
        }
        let figures = try Figures(facts, period: FigurePeriod(by: .month))
        let plan = try #require(figures.convoys.plans.first)
        #expect(plan.key.label == "September 2016")
        #expect(plan.agreedCount == 33)
        #expect(plan.count(.full) == 15)
        #expect(plan.count(.partial) == 18)
        #expect(plan.agreedArrived.count == 6)
        #expect(plan.agreedNotArrived.count == 27)
        let notArrived = try #require(Share(plan.agreedNotArrived.count, of: plan.agreedCount))
        #expect(notArrived.percentText == "81.8", "more than 80 % blocked or delayed")
    }

    @Test(
        "Douma, 5 March 2018: 46 trucks, 14 not fully unloaded, 70 % of the WHO's load removed, 27,500 of 70,000 people"
    )
    func douma() throws {
        var convoy = ConvoyFact(
            id: "convoy:douma", requester: "UN, ICRC, SARC", place: Place("Douma"),
            requestedAt: RandomFacts.instant("2018-02-20T09:00:00Z"), answer: .full, sources: [Self.source(1)])
        convoy.trucks = TruckCounts(sent: 46, fullyOffloaded: 32, returnedNotFullyOffloaded: 14)
        convoy.people = PeopleCounts(requested: 70_000, agreed: 70_000, reached: 27_500)
        convoy.isOver = true
        convoy.outcome = .partiallyFacilitated
        for (number, item) in ["trauma kits", "surgical kits", "dialysis sessions", "insulin"].enumerated() {
            var line = LineFact(key: "WHO-\(number)", item: item, category: "Health (WHO)", unit: "kg")
            line.agreed = Quantity(units: 1_500)
            line.loaded = Quantity(units: 450)
            line.delivered = Quantity(units: 450)
            line.removals = [
                RemovalFact(
                    Quantity(units: 1_050), by: "security officers", at: "loading, Damascus", moment: .duringLoading,
                    reason: nil, source: Self.source(UInt64(10 + number)))
            ]
            convoy.lines.append(line)
        }
        var food = LineFact(key: "WFP-1", item: "food parcels", category: "Food", unit: "parcel")
        food.agreed = Quantity(units: 5_500)
        convoy.lines.append(food)
        var facts = AccessFacts(Snapshots.reading)
        facts.convoys = [convoy]
        let figures = try Figures(facts, period: FigurePeriod(by: .whole))
        let all = figures.convoys.all
        #expect(all.trucksSent.value == 46)
        #expect(all.trucksReturned.value == 14)
        #expect(all.trucksOffloaded.value == 32)
        #expect(all.agreedArrived.count == 1)
        let health = try #require(figures.cargo.first { $0.category == "Health (WHO)" })
        #expect(health.removedOfAgreed?.percentText == "70.0")
        #expect(health.removedOfLoadedShare?.thousandths == 0, "nothing was taken off what had been loaded")
        #expect(health.sum(.planned).value == nil, "nobody stated what was planned, which is not 0")
        #expect(health.removers.count == 1 && health.removers[0].reason == nil && health.removers[0].count == 4)
        #expect(figures.records[0].sources.map(\.entry) == [1, 10, 11, 12, 13])
        let food1 = try #require(figures.cargo.first { $0.category == "Food" })
        #expect(food1.removed == 0 && food1.removedOfAgreed?.thousandths == 0)
    }

    @Test("the review of besieged areas, January 2017: 16 places become 13, and 974,080 people 643,780")
    func besiegedReview() throws {
        var facts = AccessFacts(Snapshots.reading)
        let criterion = "assistance cannot regularly enter"
        let (before, after) = ("2016-11-30T00:00:00Z", "2017-01-26T00:00:00Z")
        for number in 0..<16 {
            // 13 places of 49,521 (and one of 49,528), and three that leave of 110,100.
            let leaves = number >= 13
            let people: UInt32 = leaves ? 110_100 : number == 0 ? 49_528 : 49_521
            facts.assessments.append(
                AreaAssessmentFact(
                    place: Place("area \(number)"), criterion: criterion, view: .yes, saidBy: "UN",
                    asOf: RandomFacts.instant(before), people: people, source: Self.source(UInt64(number))))
            facts.assessments.append(
                AreaAssessmentFact(
                    place: Place("area \(number)"), criterion: criterion, view: leaves ? .no : .yes, saidBy: "UN",
                    asOf: RandomFacts.instant(after), people: people, source: Self.source(UInt64(100 + number))))
        }
        facts.assessments.append(
            AreaAssessmentFact(
                place: Place("area 15"), criterion: criterion, view: .yes, saidBy: "Siege Watch",
                asOf: RandomFacts.instant(after), source: Self.source(200)))
        let figures = try Figures(facts, period: FigurePeriod(by: .whole))
        let reviews = figures.reviews.filter { $0.saidBy == "UN" }
        #expect(reviews.map(\.yes.count) == [16, 13])
        #expect(reviews.map(\.people.value) == [974_080, 643_780])
        #expect(reviews.map(\.no.count) == [0, 3])
        let disputed = figures.areas.filter(\.isDisputed)
        #expect(disputed.map(\.place.label) == ["area 15"])
        #expect(disputed.first?.views.map(\.saidBy) == ["Siege Watch", "UN"])
    }
}
