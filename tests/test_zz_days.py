import time_machine, collections
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
from caseapp import demo
import sqlalchemy as sa
from caseapp.db import reading
from caseapp.dossiers.models import Dossier
Z=ZoneInfo("Asia/Ho_Chi_Minh")
def test_days(run,new_app,tmp_path):
    for n in range(0,40,3):
        app=new_app(run.template("sqlite"),tmp_path/str(n))
        day=datetime(2026,11,22,10,tzinfo=Z)+timedelta(days=n)
        with time_machine.travel(day,tick=True):
            try: demo.fill_when_empty(app,lambda l:None)
            except Exception as e: print(day.date(),type(e),e); continue
            with app.app_context():
                c=collections.Counter(reading().execute(sa.select(Dossier.state)).scalars())
                od=sum(1 for d in reading().execute(sa.select(Dossier.next_due).where(Dossier.next_due.is_not(None))).scalars() if d<day.date())
                print(day.date(),dict(c),'overdue',od)
