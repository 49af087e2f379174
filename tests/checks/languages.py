# ruff: noqa: RUF001 - letters of other scripts look like Latin ones
"""Answers as a product gives them, by language, for measuring the language check."""

SPOKEN = {
    "en": (
        "Your order shipped yesterday.",
        "Thanks for reaching out! Your refund of $42.10 should arrive within 3-5 business days.",
        "Sorry about that, we'll send a new one today.",
        "You can reset your password under Settings > Account > Security. See https://example.com/help.",
        "Sure, what's your order number?",
        "the app keeps crashing bc of a known bug, update to 2.3.1 and ur good to go",
        "To cancel, open the app and tap Subscriptions.",
        "1. Turn it off.\n2. Wait ten seconds.\n3. Turn it on again.",
    ),
    "es": (
        "Tu pedido llegará mañana por la tarde.",
        "Gracias por escribirnos. El reembolso puede tardar hasta cinco días hábiles.",
        "Claro, ¿cuál es tu número de pedido?",
        "Puedes cambiar la contraseña en Ajustes.",
    ),
    "de": (
        "Ihre Bestellung ist unterwegs und kommt morgen an.",
        "Das Passwort lässt sich in den Einstellungen ändern.",
        "Gern, wie lautet Ihre Bestellnummer?",
        "Die Rückerstattung dauert drei bis fünf Werktage.",
    ),
    "fr": (
        "Votre colis arrivera demain dans la matinée.",
        "Merci pour votre message. Quel est votre numéro de commande ?",
        "Vous pouvez changer le mot de passe dans les réglages.",
    ),
    "pt": (
        "O seu pedido chega amanhã de manhã.",
        "Obrigado pela mensagem. Qual é o número do pedido?",
        "Você pode trocar a senha nas configurações da conta.",
    ),
    "it": (
        "Il tuo pacco arriverà domani mattina.",
        "Grazie per averci scritto. Qual è il numero dell'ordine?",
    ),
    "nl": (
        "Uw bestelling is onderweg en komt morgen aan.",
        "Bedankt voor uw bericht. Wat is het bestelnummer?",
    ),
    "sv": ("Din beställning kommer fram i morgon förmiddag.", "Du kan byta lösenord under inställningar."),
    "pl": ("Twoja paczka dotrze jutro przed południem.", "Hasło można zmienić w ustawieniach konta."),
    "tr": ("Siparişiniz yarın sabah elinize ulaşacak.", "Şifrenizi ayarlardan değiştirebilirsiniz."),
    "vi": ("Đơn hàng của bạn sẽ đến vào sáng mai.", "Bạn có thể đổi mật khẩu trong phần cài đặt."),
    "id": ("Pesanan Anda akan tiba besok pagi.", "Anda dapat mengubah kata sandi di menu pengaturan."),
    "ru": (
        "Ваш заказ придёт завтра утром, курьер позвонит заранее.",
        "Пароль можно сменить в настройках учётной записи.",
    ),
    "uk": ("Ваше замовлення прибуде завтра вранці, кур'єр зателефонує.", "Пароль можна змінити в налаштуваннях."),
    "zh": ("您的订单明天上午送到。", "您可以在设置中修改密码,然后重新登录。"),
    "ja": ("ご注文の商品は明日の午前中に届きます。", "パスワードは設定画面で変更できます。"),
    "ko": ("주문하신 상품은 내일 오전에 도착합니다.", "설정에서 비밀번호를 변경할 수 있습니다."),
    "ar": ("سيصل طلبك صباح الغد.", "يمكنك تغيير كلمة المرور من الإعدادات."),
    "hi": ("आपका ऑर्डर कल सुबह पहुँच जाएगा।", "आप सेटिंग में जाकर पासवर्ड बदल सकते हैं।"),
    "el": ("Η παραγγελία σας θα φτάσει αύριο το πρωί.",),
    "th": ("คำสั่งซื้อของคุณจะมาถึงพรุ่งนี้เช้า",),
    "he": ("ההזמנה שלך תגיע מחר בבוקר.",),
}
