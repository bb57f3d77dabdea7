// S2 on exported DCZ-1 files: every question against every record, on the sphere that has the ellipsoid's latitudes.
// usage: s2 DATA_FOLDER HITS_FILE
// Prints what it is on the last line of standard output.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "s2/mutable_s2shape_index.h"
#include "s2/s2cap.h"
#include "s2/s2closest_edge_query.h"
#include "s2/s2earth.h"
#include "s2/s2latlng.h"
#include "s2/s2lax_polygon_shape.h"
#include "s2/s2lax_polyline_shape.h"
#include "s2/s2point_vector_shape.h"
#include "s2/s2shape_index_region.h"

namespace {

constexpr uint32_t kMagic = 0x315A4344;
constexpr uint8_t kPolygon = 0;

struct Row {
    uint32_t id;
    uint8_t kind, theatre;
    uint16_t vertices;
    uint32_t first;
    float radius, lower, upper;
    int64_t start, end;
    float standOff;
    uint32_t party;
} __attribute__((packed));
static_assert(sizeof(Row) == 48);

// What decides most pairs, side by side in memory.
struct Gate {
    int64_t start, end, lower, upper;
};

int64_t Millimetres(float metres) { return std::llround(static_cast<double>(metres) * 1000); }

struct Volumes {
    std::vector<Row> rows;
    std::vector<Gate> gates;
    std::vector<double> reach;
    std::vector<std::unique_ptr<MutableS2ShapeIndex>> shapes;
    std::vector<S2Cap> caps;

    explicit Volumes(const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        uint32_t header[4] = {};
        file.read(reinterpret_cast<char*>(header), sizeof header);
        if (header[0] != kMagic || header[3] != sizeof(Row)) {
            std::cerr << path << ": not a DCZ-1 file\n";
            std::exit(1);
        }
        rows.resize(header[1]);
        std::vector<int32_t> vertices(2 * size_t{header[2]});
        file.read(reinterpret_cast<char*>(rows.data()), rows.size() * sizeof(Row));
        file.read(reinterpret_cast<char*>(vertices.data()), vertices.size() * sizeof(int32_t));
        if (!file) {
            std::cerr << path << ": ends too early\n";
            std::exit(1);
        }
        for (const Row& row : rows) {
            gates.push_back({row.start, row.end, Millimetres(row.lower), Millimetres(row.upper)});
            reach.push_back((Millimetres(row.radius) + Millimetres(row.standOff)) / 1000.0);
            shapes.push_back(Shape(row, &vertices[2 * size_t{row.first}]));
            caps.push_back(MakeS2ShapeIndexRegion(shapes.back().get()).GetCapBound());
        }
    }

    static std::unique_ptr<MutableS2ShapeIndex> Shape(const Row& row, const int32_t* vertices) {
        std::vector<S2Point> points;
        for (int i = 0; i < row.vertices; i++) {
            points.push_back(S2LatLng::FromDegrees(vertices[2 * i + 1] * 1e-7, vertices[2 * i] * 1e-7).ToPoint());
        }
        auto index = std::make_unique<MutableS2ShapeIndex>();
        if (row.kind == kPolygon) {
            index->Add(std::make_unique<S2LaxPolygonShape>(std::vector<std::vector<S2Point>>{points}));
        } else if (points.size() == 1) {
            index->Add(std::make_unique<S2PointVectorShape>(std::move(points)));
        } else {
            index->Add(std::make_unique<S2LaxPolylineShape>(points));
        }
        return index;
    }
};

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::cerr << "usage: s2 DATA_FOLDER HITS_FILE\n";
        return 2;
    }
    const std::string folder = arguments[1];
    const Volumes records(folder + "/recs.bin"), questions(folder + "/qry.bin");
    std::ofstream hits(arguments[2]);
    size_t measured = 0;
    for (size_t q = 0; q < questions.rows.size(); q++) {
        const Gate& ours = questions.gates[q];
        MutableS2ShapeIndex* shape = questions.shapes[q].get();
        S2ClosestEdgeQuery::ShapeIndexTarget target(shape);
        target.set_include_interiors(true);
        for (size_t r = 0; r < records.rows.size(); r++) {
            const Gate& theirs = records.gates[r];
            if (theirs.start >= ours.end || theirs.end <= ours.start) continue;
            if (theirs.lower > ours.upper || theirs.upper < ours.lower) continue;
            const S1Angle limit = S2Earth::MetersToAngle(records.reach[r] + questions.reach[q]);
            const S1Angle apart(records.caps[r].center(), questions.caps[q].center());
            // A tenth of a metre for rounding in the caps.
            const S1Angle slack = S2Earth::MetersToAngle(0.1);
            if (apart > records.caps[r].GetRadius() + questions.caps[q].GetRadius() + limit + slack) continue;
            measured++;
            S2ClosestEdgeQuery query(records.shapes[r].get());
            query.mutable_options()->set_include_interiors(true);
            if (query.IsDistanceLessOrEqual(&target, S1ChordAngle(limit))) {
                hits << q << ' ' << records.rows[r].id << '\n';
            }
        }
    }
    if (!hits.flush()) {
        std::cerr << "s2: the hits could not be written\n";
        return 1;
    }
    std::cout << "S2 on a sphere of " << S2Earth::RadiusMeters() << " m, " << measured << " pairs measured\n";
}
