"""PostGIS on exported DCZ-1 files, in a private cluster that lives as long as this program.

usage: postgis.py DATA_FOLDER HITS_FILE

Geography with a GiST index over (box grown by the radius, time range, altitude range); ST_DWithin on the spheroid decides.
The cost of a question is processor time of the server process that answers it, one prepared statement a question.
The cluster listens on a socket in a temporary folder only; root hands it to the user postgres, whom the package makes.
"""

import contextlib
import glob
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile

try:
    import psycopg2
except ImportError as error:
    print(json.dumps({"peer": "postgis", "missing": f"the Python package {error.name}"}))
    sys.exit(0)

# A plan that never spreads over several processes, nothing compiled at run time, no waiting for the disk.
SETTINGS = {
    "listen_addresses": "''",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "8GB",
    "shared_buffers": "1GB",
    "maintenance_work_mem": "1GB",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "random_page_cost": "1.1",
}

TABLES = {
    "record": ("recs.tsv", "radius"),
    "question": ("qry.tsv", "radius + standoff"),
}

QUESTION = """
    prepare ask(int) as
    select r.id from question q, record r
    where q.id = $1
      and _st_expand(r.core, r.radius * 1.001 + 1) && _st_expand(q.core, q.reach)
      and r.valid && q.valid and r.altitudes && q.altitudes
      and st_dwithin(r.core, q.core, q.reach + r.radius)
"""


def absent(what):
    print(json.dumps({"peer": "postgis", "missing": what}))
    sys.exit(0)


def newest_server():
    """The folder of the newest server that has PostGIS."""
    for folder in sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: float(path.split("/")[4]), reverse=True):
        version = folder.split("/")[4]
        if os.path.exists(f"/usr/share/postgresql/{version}/extension/postgis.control"):
            return folder
    return None


class Cluster:
    """A server of our own, gone with its folder at the end."""

    def __init__(self, programs):
        self.programs = programs
        # The server refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            try:
                pwd.getpwnam(self.user)
            except KeyError:
                absent("the user postgres, since the server does not run as root")
        self.folder = tempfile.mkdtemp(prefix="parley-postgis-")
        if self.user:
            shutil.chown(self.folder, self.user)
        os.chmod(self.folder, 0o755)

    def run(self, *command):
        as_user = ["runuser", "-u", self.user, "--"] if self.user else []
        subprocess.run(as_user + list(command), check=True, stdout=subprocess.DEVNULL, cwd="/")

    def __enter__(self):
        try:
            data = self.folder + "/data"
            self.run(
                self.programs + "/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale",
                "--no-sync",
            )
            settings = dict(SETTINGS, unix_socket_directories=f"'{self.folder}'")
            options = " ".join(f"-c {key}={value}" for key, value in settings.items())
            self.run(self.programs + "/pg_ctl", "-D", data, "-w", "-l", self.folder + "/log", "-o", options, "start")
        except subprocess.CalledProcessError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        data = self.folder + "/data"
        if os.path.exists(data + "/postmaster.pid"):
            self.run(self.programs + "/pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def connect(self, database):
        connection = psycopg2.connect(host=self.folder, user="postgres", dbname=database)
        connection.autocommit = True
        return connection


def load(cursor, data):
    """Both tables, and the index; the index's seconds of processor time."""
    for table, (file, reach) in TABLES.items():
        cursor.execute(
            "create unlogged table stage (id int, theatre int, radius float8, standoff float8, altitudes numrange,"
            " valid tstzrange, shape text)"
        )
        with open(f"{data}/{file}", encoding="ascii") as lines:
            cursor.copy_expert("copy stage from stdin", lines)
        cursor.execute(
            f"create table {table} as select id, radius, {reach} as reach, altitudes, valid,"
            " st_geogfromtext('SRID=4326;' || shape) as core from stage"
        )
        cursor.execute("drop table stage")
        cursor.execute(f"alter table {table} add primary key (id)")
    before = processor_seconds(cursor)
    cursor.execute(
        "create index on record using gist (_st_expand(core, radius * 1.001 + 1), valid, altitudes)"
    )
    seconds = processor_seconds(cursor) - before
    for table in TABLES:
        cursor.execute(f"vacuum analyze {table}")
    return seconds


def processor_seconds(cursor):
    """Of the server process behind this connection: user and system time."""
    with open(f"/proc/{cursor.connection.info.backend_pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ask(cursor, questions):
    found = []
    for number in questions:
        cursor.execute("execute ask(%s)", (number,))
        found.append((number, cursor.fetchall()))
    return found


def main(data, answers):
    programs = newest_server()
    if programs is None:
        absent("a PostgreSQL server with PostGIS")
    if not os.path.exists(data + "/recs.tsv"):
        raise SystemExit("postgis: the workload was exported without its text files")
    with Cluster(programs) as cluster:
        with contextlib.closing(cluster.connect("postgres")) as connection:
            cursor = connection.cursor()
            cursor.execute("create extension postgis")
            cursor.execute("create extension btree_gist")
            cursor.execute("select postgis_lib_version(), current_setting('server_version')")
            postgis, server = cursor.fetchone()
            print("postgis: loading", file=sys.stderr)
            build = load(cursor, data)
            cursor.execute("select pg_total_relation_size('record')::float8 / count(*) from record")
            (size,) = cursor.fetchone()
            cursor.execute("select count(*) from question")
            (count,) = cursor.fetchone()
            cursor.execute(QUESTION)
            ask(cursor, range(min(50, count)))
            print("postgis: asking", file=sys.stderr)
            before = processor_seconds(cursor)
            hits = ask(cursor, range(count))
            seconds = processor_seconds(cursor) - before
    with open(answers, "w", encoding="ascii") as file:
        for number, found in hits:
            file.writelines(f"{number} {record}\n" for (record,) in found)
    report = {
        "peer": "postgis",
        "version": f"PostGIS {postgis}, PostgreSQL {server}",
        "questions": count,
        "microsecondsPerQuestion": 1e6 * seconds / count,
        "buildSeconds": build,
        "bytesPerRecord": size,
        "hits": sum(len(found) for _, found in hits),
    }
    print(json.dumps(report))


main(sys.argv[1], sys.argv[2])
