package lab.dialect.prompt;

import java.util.Map;

/** Texts such as people send to models. */
final class Samples {
  /** By language. */
  static final Map<String, String> PROSE =
      Map.ofEntries(
          Map.entry(
              "English",
              """
              Please read the following letter and tell me what the sender really wants. I have the
              feeling that she is angry about the delay, but she never says so. She mentions the
              invoice twice, thanks us for our patience, and then asks whether the workshop could be
              moved to another building. If you think that an apology is in order, write one that is
              short and warm, and do not promise anything that we may not be able to keep.
              """),
          Map.entry(
              "German",
              """
              Bitte lies den folgenden Brief und sage mir, was die Absenderin eigentlich möchte. Ich
              habe den Eindruck, dass sie sich über die Verzögerung ärgert, obwohl sie es nirgends
              ausspricht. Sie erwähnt zweimal die Rechnung, bedankt sich für unsere Geduld und fragt
              anschließend, ob die Veranstaltung in ein anderes Gebäude verlegt werden könnte. Falls
              eine Entschuldigung angebracht ist, formuliere eine kurze und herzliche.
              """),
          Map.entry(
              "French",
              """
              Lisez la lettre suivante et dites-moi ce que l'expéditrice souhaite vraiment. J'ai
              l'impression qu'elle est fâchée à cause du retard, mais elle ne le dit jamais. Elle
              parle deux fois de la facture, nous remercie de notre patience, puis demande si
              l'atelier pourrait avoir lieu dans un autre bâtiment. Si vous pensez qu'il faut
              présenter des excuses, écrivez-les en quelques phrases simples et chaleureuses.
              """),
          Map.entry(
              "Spanish",
              """
              Lee la siguiente carta y dime qué quiere en realidad la persona que la escribe. Tengo
              la impresión de que está enfadada por el retraso, aunque no lo dice en ningún momento.
              Menciona dos veces la factura, nos da las gracias por nuestra paciencia y después
              pregunta si el taller se podría celebrar en otro edificio. Si crees que debemos pedir
              disculpas, escribe un mensaje breve y amable que no prometa demasiado.
              """),
          Map.entry(
              "Italian",
              """
              Leggi la lettera che segue e dimmi che cosa vuole davvero chi l'ha scritta. Ho
              l'impressione che sia arrabbiata per il ritardo, anche se non lo dice mai. Parla due
              volte della fattura, ci ringrazia per la pazienza e poi chiede se il laboratorio possa
              essere spostato in un altro edificio. Se pensi che servano delle scuse, scrivile in
              modo breve e cordiale, senza promettere nulla che non possiamo mantenere.
              """),
          Map.entry(
              "Polish",
              """
              Przeczytaj poniższy list i powiedz mi, czego tak naprawdę chce jego autorka. Mam
              wrażenie, że jest zła z powodu opóźnienia, chociaż nigdzie tego nie mówi. Dwa razy
              wspomina o fakturze, dziękuje nam za cierpliwość, a potem pyta, czy warsztaty mogłyby
              się odbyć w innym budynku. Jeżeli uważasz, że należą się jej przeprosiny, napisz je
              krótko i serdecznie.
              """),
          Map.entry(
              "Russian",
              """
              Прочитай это письмо и скажи, чего на самом деле хочет его автор. Мне кажется, что она
              сердится из-за задержки, хотя прямо об этом нигде не говорит. Она дважды упоминает
              счёт, благодарит нас за терпение, а потом спрашивает, нельзя ли провести семинар в
              другом здании. Если ты считаешь, что нам следует извиниться, напиши короткое и тёплое
              сообщение, в котором нет лишних обещаний.
              """),
          Map.entry(
              "Chinese",
              """
              请阅读下面这封信，告诉我写信的人到底想要什么。我觉得她因为延误而生气，虽然她从来没有直接说出来。
              她两次提到发票，感谢我们的耐心，然后问研讨会能不能换到另一栋楼举行。
              如果你认为我们应该道歉，请写一封简短而真诚的回信，不要承诺我们做不到的事情。
              """),
          Map.entry(
              "Japanese",
              """
              次の手紙を読んで、差出人が本当は何を望んでいるのか教えてください。彼女は遅れについて怒っている
              ように感じますが、そのことをはっきりとは書いていません。請求書について二度触れ、私たちの忍耐に
              感謝し、それから研修会を別の建物で開くことができるかどうかを尋ねています。お詫びが必要だと思う
              なら、短くて温かい文章を書いてください。
              """),
          Map.entry(
              "Korean",
              """
              다음 편지를 읽고 보낸 사람이 실제로 무엇을 원하는지 알려 주세요. 그녀는 지연 때문에 화가 난 것
              같지만 어디에서도 그렇게 말하지 않습니다. 청구서를 두 번 언급하고 우리의 인내심에 감사한 다음
              워크숍을 다른 건물에서 열 수 있는지 묻습니다. 사과가 필요하다고 생각하면 짧고 따뜻한 글을 써
              주세요.
              """),
          Map.entry(
              "Arabic",
              """
              اقرأ الرسالة التالية وأخبرني ماذا تريد كاتبتها حقا. لدي انطباع بأنها غاضبة بسبب التأخير
              لكنها لا تقول ذلك في أي مكان. تذكر الفاتورة مرتين وتشكرنا على صبرنا ثم تسأل إن كان من
              الممكن نقل ورشة العمل إلى مبنى آخر. إذا كنت ترى أن الاعتذار ضروري فاكتب اعتذارا قصيرا
              ودافئا لا يعد بما لا نستطيع الوفاء به.
              """));

  /** By kind. */
  static final Map<String, String> CODE =
      Map.of(
          "Java",
          """
          public final class Ledger {
            private final Map<String, BigDecimal> balances = new HashMap<>();

            public synchronized void post(String account, BigDecimal amount) {
              if (amount.signum() == 0) {
                throw new IllegalArgumentException("amount must not be zero: " + account);
              }
              balances.merge(account, amount, BigDecimal::add);
            }

            public Optional<BigDecimal> balanceOf(String account) {
              return Optional.ofNullable(balances.get(account));
            }
          }
          """,
          "Python",
          """
          def moving_average(values, window=5):
              \"""Yield the mean of each run of `window` values.\"""
              if window < 1:
                  raise ValueError(f"window must be positive, not {window}")
              total = sum(values[:window])
              yield total / window
              for old, new in zip(values, values[window:]):
                  total += new - old
                  yield total / window


          if __name__ == "__main__":
              print(list(moving_average([1, 2, 3, 4, 5, 6, 7, 8], window=3)))
          """,
          "JSON",
          """
          {
            "orders": [
              {"id": 48213, "customer": "Lindgren", "total": 129.95, "paid": true},
              {"id": 48214, "customer": "Okafor", "total": 18.5, "paid": false}
            ],
            "next": "/orders?after=48214&limit=2"
          }
          """,
          "log",
          """
          2026-03-14T09:26:53.589Z INFO  [pool-3-thread-7] Accepted connection from 10.20.30.41:52113
          2026-03-14T09:26:53.612Z WARN  [pool-3-thread-7] Slow query took 1874 ms: SELECT * FROM orders
          2026-03-14T09:26:55.001Z ERROR [pool-3-thread-2] Timeout after 30000 ms, retry 2 of 5
          """);

  private Samples() {}
}
