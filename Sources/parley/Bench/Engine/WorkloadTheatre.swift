/// A region where the workload puts records.
struct WorkloadTheatre {
    let name: String
    let middle: WorkloadPlace
    /// Its share of the records, relative to the others.
    let weight: Double

    private init(_ name: String, _ latitude: Double, _ longitude: Double, _ weight: Double) {
        self.name = name
        middle = WorkloadPlace(latitude: latitude, longitude: longitude)
        self.weight = weight
    }

    /// 34 regions of recent armed conflict, and six places where longitude jumps or loses its meaning.
    static let all: [WorkloadTheatre] = [
        .init("Donbas", 48.2, 37.8, 10), .init("Zaporizhzhia", 47.4, 35.6, 7), .init("Kherson", 46.7, 33.0, 4),
        .init("Kharkiv", 50.0, 36.6, 4), .init("Gaza", 31.4, 34.4, 6), .init("S-Lebanon", 33.3, 35.4, 4),
        .init("Idlib", 35.9, 36.6, 4), .init("Deir-ez-Zor", 35.3, 40.1, 3), .init("Mosul", 36.3, 43.1, 2),
        .init("Khartoum", 15.6, 32.5, 5), .init("Darfur", 13.6, 25.3, 5), .init("Kordofan", 13.2, 30.2, 2),
        .init("S-Sudan", 7.9, 29.7, 3), .init("Tigray", 14.0, 38.5, 3), .init("Mogadishu", 2.0, 45.3, 3),
        .init("N-Kivu", -1.5, 29.0, 5), .init("Ituri", 1.6, 30.1, 2), .init("CAR", 6.5, 20.5, 2),
        .init("L-Chad", 13.0, 14.2, 3), .init("Liptako", 14.9, 1.0, 4), .init("N-Mali", 19.5, -1.0, 1),
        .init("Cabo-Delgado", -11.8, 40.0, 2), .init("Hodeidah", 14.8, 43.2, 3), .init("Marib", 15.5, 45.3, 2),
        .init("Kabul", 34.5, 69.2, 3), .init("Kandahar", 31.6, 65.7, 2), .init("Kashmir", 34.1, 74.8, 1),
        .init("Rakhine", 20.6, 92.9, 3), .init("Shan", 21.9, 97.9, 3), .init("Karabakh", 39.8, 46.8, 1),
        .init("Port-au-Prince", 18.6, -72.3, 2), .init("Cauca", 2.6, -76.6, 2), .init("Arauca", 6.8, -71.0, 1),
        .init("Tripoli", 32.7, 13.2, 1), .init("Fiji-180", -17.0, 179.95, 0.6),
        .init("Chukotka-180", 66.5, -179.9, 0.4), .init("Svalbard", 78.9, 16.0, 0.3), .init("N-Pole", 89.7, 0.0, 0.3),
        .init("S-Pole", -89.9, 45.0, 0.2), .init("Aleutian-180", 52.0, 179.6, 0.2),
    ]
}
