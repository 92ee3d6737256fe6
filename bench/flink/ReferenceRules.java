import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.RichSinkFunction;
import org.apache.flink.util.Collector;

/**
 * The four rules of bench/reference/README.md as a DataStream job: one partition in event order, state on the heap, objects reused,
 * everything in one process. Arguments: brokers, topic, folder of registers, file for the alerts (in no particular order).
 */
public final class ReferenceRules {
  private static final long HOUR_MS = 3_600_000;
  private static final long TEN_MINUTES_MS = 600_000;
  private static final Set<String> LOOKUPS =
      Set.of("view", "search", "list", "print", "export", "download", "copy", "send", "upload");
  private static final Set<String> ONE_RECORD =
      Set.of("view", "export", "print", "download", "upload", "copy", "send");

  private ReferenceRules() {}

  /** What the rules read of an event. */
  public static final class Event {
    public long time;
    public String name;
    public String actor;
    public String ip;
    public boolean isLogin;
    public boolean isSuccess;
    public long records;
  }

  /** Of an account: what it has read within the hour. */
  public static final class Reading {
    final ArrayDeque<long[]> amounts = new ArrayDeque<>();
    long total;
  }

  /** Of an address: the failed log-ins within ten minutes. */
  public static final class Failures {
    final ArrayDeque<Event> recent = new ArrayDeque<>();
  }

  public static void main(String[] args) throws Exception {
    String registers = args[2];
    Configuration settings = new Configuration();
    settings.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    settings.set(RestOptions.BIND_PORT, "0");
    StreamExecutionEnvironment job = StreamExecutionEnvironment.createLocalEnvironment(1, settings);
    job.getConfig().enableObjectReuse();
    KafkaSource<String> topic =
        KafkaSource.<String>builder()
            .setBootstrapServers(args[0])
            .setTopics(args[1])
            .setGroupId(args[1] + "-flink")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setBounded(OffsetsInitializer.latest())
            .setValueOnlyDeserializer(new SimpleStringSchema())
            .build();
    SingleOutputStreamOperator<Object> rows =
        job.fromSource(topic, WatermarkStrategy.noWatermarks(), "topic")
            .flatMap(new Rows(registers))
            .returns(Object.class);
    DataStream<String> stateless = rows.filter(each -> each instanceof String).map(each -> (String) each).returns(String.class);
    DataStream<Event> events = rows.filter(each -> each instanceof Event).map(each -> (Event) each).returns(Event.class);
    DataStream<String> readings =
        events.filter(event -> event.actor != null && event.isSuccess).keyBy(event -> event.actor).process(new ManyRecords());
    DataStream<String> guesses =
        events.filter(event -> event.isLogin && event.ip != null).keyBy(event -> event.ip).process(new Guessed());
    stateless.union(readings, guesses).addSink(new Lines(args[3]));
    job.execute("reference rules");
    System.out.println("{\"cpuSeconds\": " + cpuSeconds() + ", \"peakMb\": " + peakMb() + "}");
    System.exit(0); // what the embedded cluster leaves running
  }

  /** Of the whole process so far, its threads and its start included. */
  private static double cpuSeconds() {
    var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getProcessCpuTime() / 1e9;
  }

  /** The most it held of real memory; 0 where the system does not say. */
  private static double peakMb() throws Exception {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) return 0;
    for (String line : Files.readAllLines(status))
      if (line.startsWith("VmHWM:")) return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
    return 0;
  }

  /** Messages, of one event or many lines, to events; R1 and R4 need nothing but the registers and are told here. */
  private static final class Rows extends RichFlatMapFunction<String, Object> {
    private final String registers;
    private transient ObjectMapper mapper;
    private transient Map<String, long[]> cases;
    private transient Map<String, Long> ends;

    Rows(String registers) {
      this.registers = registers;
    }

    @Override
    public void open(OpenContext context) throws Exception {
      mapper = new ObjectMapper();
      cases = new HashMap<>();
      ends = new HashMap<>();
      for (Map<String, String> row : csv(Path.of(registers, "cases.csv")))
        cases.put(row.get("case_id"), new long[] {millis(row.get("opened")), end(row.get("closed"))});
      for (Map<String, String> row : csv(Path.of(registers, "accounts.csv")))
        ends.put(row.get("account"), end(row.get("valid_to")));
    }

    @Override
    public void flatMap(String message, Collector<Object> out) throws Exception {
      for (int from = 0; from < message.length(); ) {
        int to = message.indexOf('\n', from);
        if (to < 0) to = message.length();
        if (to > from) row(from == 0 && to == message.length() ? message : message.substring(from, to), out);
        from = to + 1;
      }
    }

    private void row(String line, Collector<Object> out) throws Exception {
      JsonNode json = mapper.readTree(line);
      Event event = new Event();
      event.time = millis(json.get("time").asText());
      event.name = json.get("source").asText() + "/" + json.get("id").asText();
      event.actor = text(json, "actor");
      event.ip = text(json, "ip");
      String action = json.get("action").asText();
      event.isLogin = action.equals("login");
      String outcome = text(json, "outcome");
      event.isSuccess = outcome == null || outcome.equals("success");
      JsonNode many = json.get("subjects");
      int subjects = many != null && many.isArray() ? many.size() : text(json, "subject") == null ? 0 : 1;
      JsonNode records = json.get("records");
      event.records =
          records != null && !records.isNull() ? records.asLong() : subjects > 0 ? subjects : ONE_RECORD.contains(action) ? 1 : 0;
      if (json.get("system").asText().equals("resident") && event.isSuccess && LOOKUPS.contains(action) && subjects > 0) {
        String cited = text(json, "case_id");
        long[] open = cited == null ? null : cases.get(cited);
        if (open == null || event.time < open[0] || event.time >= open[1]) out.collect("R1 " + event.name);
      }
      if (event.actor != null && event.time >= ends.getOrDefault(event.actor, Long.MAX_VALUE)) out.collect("R4 " + event.name);
      out.collect(event);
    }
  }

  /** R2. */
  private static final class ManyRecords extends KeyedProcessFunction<String, Event, String> {
    private transient ValueState<Reading> state;

    @Override
    public void open(OpenContext context) {
      state = getRuntimeContext().getState(new ValueStateDescriptor<>("reading", Reading.class));
    }

    @Override
    public void processElement(Event event, Context context, Collector<String> out) throws Exception {
      Reading held = state.value();
      if (held == null) {
        held = new Reading();
        state.update(held);
      }
      while (!held.amounts.isEmpty() && held.amounts.peekFirst()[0] <= event.time - HOUR_MS)
        held.total -= held.amounts.pollFirst()[1];
      if (held.total < 1_000 && held.total + event.records >= 1_000) out.collect("R2 " + event.name);
      held.amounts.addLast(new long[] {event.time, event.records});
      held.total += event.records;
    }
  }

  /** R3. */
  private static final class Guessed extends KeyedProcessFunction<String, Event, String> {
    private transient ValueState<Failures> state;

    @Override
    public void open(OpenContext context) {
      state = getRuntimeContext().getState(new ValueStateDescriptor<>("failures", Failures.class));
    }

    @Override
    public void processElement(Event event, Context context, Collector<String> out) throws Exception {
      Failures held = state.value();
      if (held == null) {
        held = new Failures();
        state.update(held);
      }
      while (!held.recent.isEmpty() && held.recent.peekFirst().time <= event.time - TEN_MINUTES_MS) held.recent.pollFirst();
      if (!event.isSuccess) held.recent.addLast(event);
      else if (held.recent.size() >= 10) {
        Set<String> accounts = new HashSet<>();
        for (Event failure : held.recent) if (failure.actor != null) accounts.add(failure.actor);
        if (accounts.size() >= 5) out.collect("R3 " + event.name);
      }
    }
  }

  /** Alerts into a file, one a line. */
  private static final class Lines extends RichSinkFunction<String> {
    private final String file;
    private transient BufferedWriter out;

    Lines(String file) {
      this.file = file;
    }

    @Override
    public void open(OpenContext context) throws Exception {
      out = Files.newBufferedWriter(Path.of(file));
    }

    @Override
    public void invoke(String alert, Context context) throws Exception {
      out.write(alert);
      out.newLine();
    }

    @Override
    public void close() throws Exception {
      if (out != null) out.close();
    }
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.get(name);
    return value == null || value.isNull() ? null : value.asText();
  }

  private static long millis(String text) {
    return OffsetDateTime.parse(text).toInstant().toEpochMilli();
  }

  private static long end(String text) {
    return text == null || text.isEmpty() ? Long.MAX_VALUE : millis(text);
  }

  /** Rows of a CSV file without quotes. */
  private static List<Map<String, String>> csv(Path file) throws Exception {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    String[] names = lines.get(0).split(",", -1);
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              String[] cells = line.split(",", -1);
              Map<String, String> row = new HashMap<>();
              for (int i = 0; i < names.length; i++) row.put(names[i], i < cells.length ? cells[i] : "");
              return row;
            })
        .toList();
  }
}
