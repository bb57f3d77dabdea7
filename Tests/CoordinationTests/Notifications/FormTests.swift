import Coordination
import StrictJSON
import TestKit
import Testing

@Suite("forms of notices")
struct FormTests {
    private static let digest = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

    private static let site = """
        "organisation":{"ar":"الهلال الأحمر","en":"Red Crescent"},"recipients":["party-a","party-b"],\
        "submission":"2016-09-17","emergency":{"reason":"wounded people"},\
        "focalPoints":[{"role":"Night desk","phones":["+963 11 1"]}],\
        "markings":[{"text":"red crescent, 6 m","visible":["day","thermal"]}],\
        "documents":[{"kind":"roof-marking","sha256":"\(digest)","text":"roof"}],"sector":"health",\
        "adminAreas":[{"level":1,"code":"SY02","name":{"en":"Aleppo"}},{"level":3,"code":"SY020000"}],\
        "staffPresence":"always","people":120,"functionalStatus":"functional",\
        "verification":{"at":"2016-09-16T08:00:00Z","by":["Security officer","Head of mission"]}
        """

    private static let movement = """
        "organisation":{"en":"UN hub"},"recipients":["party-a"],"category":"evacuation","reference":"M-7",\
        "persons":[{"name":"A. Driver","document":"N 1"}],"tracking":{"device":"VHF","reference":"123"}
        """

    private func read(_ body: [UInt8]) throws -> JSONValue {
        try JSONDocument(body, limits: .init(maximumBytes: 16_384)).root
    }

    @Test("a full form is written as it was read")
    func writes() throws {
        let body = Bodies.adding(Self.site, to: Bodies.site())
        let details = try NotificationDetails(body: read(body))
        #expect(details.form.adminAreas.count == 2)
        #expect(details.form.markingsAreVisible == [.day, .thermal])
        var writer = JSONWriter()
        details.write(to: &writer)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == String(decoding: body, as: UTF8.self))
        let plan = String(
            decoding: Bodies.adding(Self.movement, to: Bodies.movement(legs: [(.test(0), .test(60))])), as: UTF8.self
        )
        .replacing(#""count":31"#, with: #""count":31,"marking":"UN","colour":"white","plates":["A 1","A 2"]"#)
        .replacing(#"}],"vehicles""#, with: #","return":true}],"vehicles""#)
        let movement = try MovementDetails(body: read(Array(plan.utf8)))
        #expect(movement.legs.last?.isReturn == true)
        #expect(movement.form.category == .evacuation)
        var second = JSONWriter()
        movement.write(to: &second)
        #expect(String(decoding: second.bytes, as: UTF8.self) == plan)
    }

    static let broken: [(from: String, to: String, pointer: String)] = [
        (#""party-a","party-b""#, #""party-b","party-a""#, "/recipients/1"),
        (#""recipients""#, #""targets""#, "/targets"),
        (#""2016-09-17""#, #""2016/09""#, "/submission"),
        (#"{"reason":"wounded people"}"#, #"{}"#, "/emergency/reason"),
        (#""phones":["+963 11 1"]"#, #""phones":[]"#, "/focalPoints/0"),
        (#""thermal""#, #""radar""#, "/markings/0/visible/1"),
        (digest, "AAAA", "/documents/0/sha256"),
        (#""health""#, #""military""#, "/sector"),
        (#""level":3"#, #""level":1"#, "/adminAreas/1"),
        (#""always""#, #""never""#, "/staffPresence"),
        (#""people":120"#, #""people":-1"#, "/people"),
        (#""functional""#, #""working""#, "/functionalStatus"),
        (#"["Security officer","Head of mission"]"#, "[]", "/verification/by"),
    ]

    @Test("a broken field is named", arguments: broken)
    func refuses(from: String, to: String, pointer: String) throws {
        let text = String(decoding: Bodies.adding(Self.site, to: Bodies.site()), as: UTF8.self)
        let body = text.replacing(from, with: to)
        #expect(body != text)
        let value = try read(Array(body.utf8))
        let error = #expect(throws: JSONError.self) { try NotificationDetails(body: value) }
        #expect(error?.pointer == pointer)
    }

    @Test("a movement lists no more plates than vehicles")
    func plates() throws {
        let text = String(decoding: Bodies.movement(legs: [(.test(0), .test(60))]), as: UTF8.self)
            .replacing(#""count":31"#, with: #""count":1,"plates":["A","B"]"#)
        let value = try read(Array(text.utf8))
        let error = #expect(throws: JSONError.self) { try MovementDetails(body: value) }
        #expect(error?.pointer == "/vehicles/0/plates")
    }
}

extension SiteForm {
    fileprivate var markingsAreVisible: [Marking.Visibility] { terms.markings.flatMap(\.visible) }
}
