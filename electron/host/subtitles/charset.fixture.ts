/** Lines as films say them and their bytes in each set, made by Python's codecs: a decoder checked against itself proves nothing. */
export const SAMPLES: Readonly<Record<string, { readonly lines: readonly string[]; readonly base64: readonly string[] }>> = {
  'windows-1250': {
    lines: ['Kam jdeš? Už je pozdě, pojď domů.', 'Příliš žluťoučký kůň úpěl ďábelské ódy.', 'To není možné, řekl jsem ti, že přijdu zítra.', 'Dobrý den, těší mě, že vás poznávám.', 'Proč mlčíš? Něco se stalo ve škole?'],
    base64: ['S2FtIGpkZZo/IFWeIGplIHBvemTsLCBwb2rvIGRvbfku', 'UPjtbGmaIJ5sdZ1vdehr/SBr+fIg+nDsbCDv4WJlbHNr6SDzZHku', 'VG8gbmVu7SBtb55u6Swg+GVrbCBqc2VtIHRpLCCeZSBw+GlqZHUgeu10cmEu', 'RG9icv0gZGVuLCB07JrtIG3sLCCeZSB24XMgcG96buF24W0u', 'UHJv6CBtbOjtmj8gTuxjbyBzZSBzdGFsbyB2ZSCaa29sZT8='],
  },
  'windows-1251': {
    lines: ['Привет, как у тебя дела сегодня?', 'Я не знаю, что тебе сказать об этом.', 'Мы должны уйти отсюда до рассвета.', 'Пожалуйста, закрой за собой дверь.', 'Это было давно и неправда.'],
    base64: ['z/Do4uXyLCDq4Oog8yDy5eH/IOTl6+Ag8eXj7uTt/z8=', '3yDt5SDn7eD+LCD38u4g8uXh5SDx6uDn4PL8IO7hIP3y7uwu', 'zPsg5O7r5u37IPPp8ugg7vLx/uTgIOTuIPDg8fHi5fLgLg==', 'z+7m4Ovz6fHy4Cwg5+Dq8O7pIOfgIPHu4e7pIOTi5fD8Lg==', '3fLuIOH76+4g5ODi7e4g6CDt5e/w4OLk4C4='],
  },
  'windows-1252': {
    lines: ['Où est-ce que tu vas ? Je ne sais pas encore.', 'Ça ne fait rien, répondit-il à voix basse.', 'Nous étions déjà très fatigués, hélas.', 'Été comme hiver, la forêt est belle.', 'Mais pourquoi ? Parce que c’est à côté de la fenêtre.'],
    base64: ['T/kgZXN0LWNlIHF1ZSB0dSB2YXMgPyBKZSBuZSBzYWlzIHBhcyBlbmNvcmUu', 'x2EgbmUgZmFpdCByaWVuLCBy6XBvbmRpdC1pbCDgIHZvaXggYmFzc2Uu', 'Tm91cyDpdGlvbnMgZOlq4CB0cuhzIGZhdGlndelzLCBo6Wxhcy4=', 'yXTpIGNvbW1lIGhpdmVyLCBsYSBmb3LqdCBlc3QgYmVsbGUu', 'TWFpcyBwb3VycXVvaSA/IFBhcmNlIHF1ZSBjkmVzdCDgIGP0dOkgZGUgbGEgZmVu6nRyZS4='],
  },
  'windows-1253': {
    lines: ['Καλημέρα, τι κάνεις σήμερα;', 'Δεν ξέρω τι να σου πω γι’ αυτό.', 'Πρέπει να φύγουμε πριν ξημερώσει.', 'Σε παρακαλώ, κλείσε την πόρτα.', 'Αυτό έγινε πολύ παλιά και δεν ήταν αλήθεια.'],
    base64: ['yuHr5+zd8eEsIPTpIOrc7eXp8iDz3uzl8eE7', 'xOXtIO7d8fkg9Okg7eEg8+/1IPD5IOPpkiDh9fT8Lg==', '0PHd8OXpIO3hIPb94+/17OUg8PHp7SDu5+zl8f7z5eku', '0+Ug8OHx4erh6/4sIOrr5d/z5SD05+0g8Pzx9OEu', 'wfX0/CDd4+nt5SDw7+v9IPDh6+ncIOrh6SDk5e0g3vTh7SDh697o5enhLg=='],
  },
  'windows-1254': {
    lines: ['Günaydın, bugün nasılsın?', 'Sana ne söyleyeceğimi bilmiyorum.', 'Şafak sökmeden buradan çıkmalıyız.', 'Lütfen kapıyı arkandan kapat, üşüyorum.', 'Bu çok eskiden olmuştu ve doğru değildi.'],
    base64: ['R/xuYXlk/W4sIGJ1Z/xuIG5hc/1sc/1uPw==', 'U2FuYSBuZSBz9nlsZXllY2XwaW1pIGJpbG1peW9ydW0u', '3mFmYWsgc/ZrbWVkZW4gYnVyYWRhbiDn/WttYWz9ef16Lg==', 'TPx0ZmVuIGthcP15/SBhcmthbmRhbiBrYXBhdCwg/P78eW9ydW0u', 'QnUg529rIGVza2lkZW4gb2xtdf50dSB2ZSBkb/BydSBkZfBpbGRpLg=='],
  },
  'windows-1255': {
    lines: ['בוקר טוב, מה שלומך היום?', 'אני לא יודע מה להגיד לך על זה.', 'אנחנו חייבים לצאת מכאן לפני הזריחה.', 'בבקשה סגור את הדלת אחריך.', 'זה היה מזמן ולא היה נכון.'],
    base64: ['4eX3+CDo5eEsIO7kIPns5e7qIOTp5e0/', '4PDpIOzgIOnl4/Ig7uQg7OTi6eMg7Oog8uwg5uQu', '4PDn8OUg5+np4entIOz24Pog7uvg7yDs9PDpIOTm+Onn5C4=', '4eH3+eQg8eLl+CDg+iDk4+z6IODn+OnqLg==', '5uQg5OnkIO7m7u8g5ezgIOTp5CDw6+XvLg=='],
  },
  'windows-1256': {
    lines: ['صباح الخير، كيف حالك اليوم؟', 'لا أعرف ماذا أقول لك عن هذا.', 'يجب أن نخرج من هنا قبل الفجر.', 'من فضلك أغلق الباب وراءك.', 'كان ذلك منذ زمن بعيد ولم يكن صحيحا.'],
    base64: ['1cjHzSDH4c7t0aEg3+3dIM3H4d8gx+Ht5uO/', '4ccgw9rR3SDjx9DHIMPe5uEg4d8g2uQg5dDHLg==', '7czIIMPkIOTO0cwg4+Qg5eTHIN7I4SDH4d3M0S4=', '4+Qg3dbh3yDD2+HeIMfhyMfIIObRx8HfLg==', '38fkINDh3yDj5NAg0uPkIMja7c8g5uHjIO3f5CDVze3Nxy4='],
  },
  'gb18030': {
    lines: ['早上好，你今天怎么样？', '我不知道该对你说什么。', '我们必须在天亮之前离开这里。', '请随手把门关上，谢谢。', '那是很久以前的事了，而且不是真的。'],
    base64: ['1OfJz7rDo6zE473xzOzU9cO00fmjvw==', 'ztKyu9aqtcC4w7bUxOPLtcqyw7Show==', 'ztLDx7HY0OvU2szswcHWrsewwOu/qtXiwO+how==', 'x+vL5srWsNHDxbnYyc+jrNC70Luhow==', 'xMfKx7rcvsPS1MewtcTKwsHLo6y2+MfSsrvKx9XmtcShow=='],
  },
  'big5': {
    lines: ['早安，你今天過得怎麼樣？', '我不知道該對你說什麼。', '我們必須在天亮之前離開這裡。', '請隨手把門關上，謝謝。', '那是很久以前的事了，而且不是真的。'],
    base64: ['pq2md6FBp0GktaTRuUyxb6vnu/K8y6FI', 'p9qko6q+uUS407nvp0G7oaSwu/KhQw==', 'p9qtzKWytremYqTRq0ekp6tlwve2fbNvuMyhQw==', 'vdDASKTip+Kq+cP2pFehQcHCwcKhQw==', 'qLqsT6vcpFulSKtlqrqoxqRGoUGm06VCpKOsT691qrqhQw=='],
  },
  'shift_jis': {
    lines: ['おはようございます、今日はどうですか。', '何と言えばいいのか分からない。', '夜明け前にここを出なければならない。', 'ドアを閉めてください、お願いします。', 'それはずっと昔のことで、本当ではなかった。'],
    base64: ['gqiCzYLmgqSCsoK0gqKC3IK3gUGNoZP6gs2Cx4KkgsWCt4KpgUI=', 'ib2Cxoy+gqaCzoKigqKCzIKplaqCqYLngsiCooFC', 'lumWvoKvkU+CyYKxgrGC8I9vgsiCr4Lqgs6CyILngsiCooFC', 'g2iDQYLwlcKC34LEgq2CvoKzgqKBQYKoiuiCooK1gtyCt4FC', 'gruC6oLNgriCwYLGkMyCzIKxgsaCxYFBlnuTloLFgs2CyIKpgsGCvYFC'],
  },
  'euc-kr': {
    lines: ['좋은 아침이에요, 오늘 어때요?', '무슨 말을 해야 할지 모르겠어요.', '해가 뜨기 전에 여기서 나가야 해요.', '문을 닫아 주세요, 부탁합니다.', '그건 아주 오래전 일이고 사실이 아니었어요.'],
    base64: ['wcHAuiC+xsSnwMy/ob/kLCC/wLTDIL7utqe/5D8=', 'uau9vCC4u8C7IMfYvt8gx9LB9iC48LijsNq+7r/kLg==', 'x9iwoSC237HiIMD8v6Egv6mx4rytILOqsKG+3yDH2L/kLg==', 'ua7AuyC03b7GIMHWvLy/5Cwgus7FucfVtM+02S4=', 'sdewxyC+xsHWIL/At6HA/CDAz8DMsO0gu+e9x8DMIL7GtM+++r7uv+Qu'],
  },
  'koi8-r': {
    lines: ['Привет, как у тебя дела сегодня?', 'Я не знаю, что тебе сказать об этом.', 'Мы должны уйти отсюда до рассвета.', 'Пожалуйста, закрой за собой дверь.', 'Это было давно и неправда.'],
    base64: ['8NLJ18XULCDLwcsg1SDUxcLRIMTFzMEg08XHz8TO0T8=', '8SDOxSDazsHALCDe1M8g1MXCxSDTy8HawdTYIM/CINzUz80u', '7dkgxM/M1s7ZINXK1Mkgz9TTwMTBIMTPINLB09PXxdTBLg==', '8M/WwczVytPUwSwg2sHL0s/KINrBINPPws/KIMTXxdLYLg==', '/NTPIMLZzM8gxMHXzs8gySDOxdDSwdfEwS4='],
  },
  'utf-16le': {
    lines: ['Привет, как дела?', 'Ça va très bien.', '早安'],
    base64: ['HwRABDgEMgQ1BEIELAAgADoEMAQ6BCAANAQ1BDsEMAQ/AA==', 'xwBhACAAdgBhACAAdAByAOgAcwAgAGIAaQBlAG4ALgA=', '6WWJWw=='],
  },
  'utf-16be': {
    lines: ['Привет, как дела?', 'Ça va très bien.', '早安'],
    base64: ['BB8EQAQ4BDIENQRCACwAIAQ6BDAEOgAgBDQENQQ7BDAAPw==', 'AMcAYQAgAHYAYQAgAHQAcgDoAHMAIABiAGkAZQBuAC4=', 'ZelbiQ=='],
  },
  'utf-8': {
    lines: ['Привет, как дела?', 'Ça va très bien.', '早安'],
    base64: ['0J/RgNC40LLQtdGCLCDQutCw0Log0LTQtdC70LA/', 'w4dhIHZhIHRyw6hzIGJpZW4u', '5pep5a6J'],
  },
}
